"""Files handed to other programs live in a folder of this run, and no longer than it."""

import os
import stat
import subprocess
import sys
import tempfile

import pytest

from desk_app.screens import opened_files


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    opened_files.wipe()
    yield tmp_path
    opened_files.wipe()


def test_a_file_is_written_under_its_name_and_again_under_a_free_one():
    first = opened_files.write("委托书.pdf", b"1")
    second = opened_files.write("委托书.pdf", b"2")
    assert (first.name, second.name) == ("委托书.pdf", "委托书_2.pdf")
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")


def test_names_that_lead_elsewhere_stay_in_the_folder():
    path = opened_files.write("../../etc/cron.d/x:y.txt", b"")
    assert path.parent == opened_files.folder()
    assert path.name == "x_y.txt"


@pytest.mark.skipif(os.name == "nt", reason="rights are kept otherwise there")
def test_only_this_user_can_look_into_the_folder():
    assert stat.S_IMODE(opened_files.folder().stat().st_mode) == 0o700


def test_wiping_removes_everything(place):
    opened_files.write("a.txt", b"")
    opened_files.wipe()
    assert list(place.glob("property-desk-*")) == []


def test_folders_of_runs_that_crashed_are_removed_and_those_still_running_stay(place):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    crashed, running = place / f"property-desk-{ended.pid}-x", place / f"property-desk-{os.getppid()}-x"
    crashed.mkdir()
    (crashed / "委托书.pdf").write_bytes(b"")
    running.mkdir()
    opened_files.folder()
    assert not crashed.exists()
    assert running.exists()
