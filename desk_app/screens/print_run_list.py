"""Earlier print runs (打印批次): those not finished, which a crash may have left, and the latest others."""

from dataclasses import dataclass

from desk_app.kernel import print_runs
from desk_app.kernel.access import Desk
from desk_app.kernel.printed import DONE, PREPARED, PrintRun
from desk_app.kernel.words import _
from desk_app.screens.print_run import run_label

LATEST = 30
"""How many runs are listed besides those not finished."""


@dataclass(frozen=True)
class RunLine:
    """A run in the list of runs."""

    run_id: int
    label: str
    at: str
    who: str
    count: int
    printed: int
    state: str
    is_open: bool
    may_undo: bool


def undo(run_id: int, desk: Desk) -> str:
    """Take the run back; return the sentence for the clerk. DeskError once something of it was printed."""
    void = print_runs.undo(run_id, desk)
    if void:
        text = _("已撤销。后面已经取过号，这 {count} 个编号收不回，已记为作废：{first} 至 {last}。")
        return text.format(count=len(void), first=void[0], last=void[-1])
    return _("已撤销，编号已收回。")


def close(run_id: int, desk: Desk) -> str:
    """Print no more of the run; return the sentence for the clerk."""
    count = print_runs.close(run_id, desk)
    return _("其余 {count} 份不打了，编号已记为作废。").format(count=f"{count:,}")


def list_runs() -> list[RunLine]:
    """Return the open runs, then the latest others."""
    states = {state.run.id: state for state in print_runs.open_runs()}
    for state in print_runs.latest_runs(LATEST):
        states.setdefault(state.run.id, state)
    return [
        RunLine(
            run_id=state.run.id,
            label=run_label(state.run),
            at=f"{state.run.at:%m-%d %H:%M}",
            who=state.run.actor,
            count=state.count,
            printed=state.printed,
            state=_state_words(state),
            is_open=state.is_open,
            may_undo=state.is_open and not state.printed,
        )
        for state in states.values()
    ]


def count_open() -> int:
    """Return how many runs wait to be printed on; a crash may have left some."""
    return int(PrintRun.select().where(PrintRun.state == PREPARED).count())


def _state_words(state: print_runs.RunState) -> str:
    if state.run.state == PREPARED:
        return _("打到第 {count} 份").format(count=state.printed) if state.printed else _("还没打印")
    return _("已打完") if state.run.state == DONE else _("已撤销")
