"""Counting long work, and stopping it."""

import pytest

from desk_app.screens.progress import Cancelled, Progress


def test_the_last_step_is_always_told_and_those_between_only_now_and_then():
    told = []
    progress = Progress(lambda done, total, text: told.append(done), every=60)
    for done in range(1, 1001):
        progress.step(done, 1000)
    assert told == [1, 1000]


def test_a_cancelled_work_stops_at_its_next_step_with_a_sentence():
    progress = Progress()
    progress.step(1, 10)
    progress.cancel()
    with pytest.raises(Cancelled, match="已取消，什么也没有改动"):
        progress.step(2, 10)
    assert progress.is_cancelled
