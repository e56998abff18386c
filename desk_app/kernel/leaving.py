"""One paper on its way out (交出): number and count are taken before it is drawn, and noted once it is out.

A printer may take a minute or ask something, and the book must stay open for others meanwhile. So taking and noting
are two short transactions. Between them the paper stands in the book as a print run of one paper that is not
finished: nobody else prints it for this record, and if the program ends at the printer the run waits among those to
finish or to take back, with the number that may stand on paper. Once noted, the run is gone and only the printed paper
stays. Of a paper that did not go out nothing stays: its number is free again while it is the last one; otherwise it is
void in a run that was taken back, as the numbers of runs are.

A register (台账) takes nothing: it has no number of a series and is never a reprint.
"""

import json
from dataclasses import dataclass, replace

from desk_app.kernel import numbering, printed, snapshots, store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import find_kind
from desk_app.kernel.masking import mask_title
from desk_app.kernel.print_runs import AUDIT
from desk_app.kernel.printed import PREPARED, UNDONE, Filled, PrintedPaper, PrintRun, PrintRunItem
from desk_app.kernel.words import _


@dataclass(frozen=True)
class Taken:
    """A paper whose number and count are its own now; `run_id` is the run that holds them, 0 for a register."""

    filled: Filled
    run_id: int


def take(filled: Filled, desk: Desk, copies: int = 1) -> Taken:
    """Take the number and the count of a paper that is about to leave; NumberGone if the number is another's now.

    Whether the paper is due is the caller's question, in the same transaction.
    """
    if not filled.record_id:
        return Taken(filled, 0)
    with transaction():
        printed.take_number(filled, desk)
        run = PrintRun.create(
            kind=filled.kind_name,
            paper=filled.paper_name,
            language=filled.language,
            at=desk.now(),
            actor=desk.actor.name,
        )
        PrintRunItem.create(
            run=run,
            place=1,
            kind=filled.kind_name,
            record_id=filled.record_id,
            title=_title(filled),
            paper=filled.paper_name,
            form=filled.form,
            number=filled.number,
            series=filled.series,
            to_sign=filled.to_sign,
            print_count=filled.print_count,
            copies=copies,
            template_sha256=printed.keep_template(filled.template, desk),
            about=json.dumps(filled.about),
            docx_sha256=filled.sha256,
        )
        snapshots.keep(run.id, 1, [filled.values])
    return Taken(filled, run.id)


def note(taken: Taken, action: str, desk: Desk, copies: int = 1) -> None:
    """Note that the paper left by `action`, a key of `printed.ACTIONS`.

    DeskError if somebody took it back meanwhile; one that somebody noted in its run is noted.
    """
    with transaction():
        if taken.run_id and not _dissolve(taken.run_id):
            if PrintedPaper.select().where(PrintedPaper.run == taken.run_id).exists():
                return
            raise DeskError(_("没有记下：这张在打印时被人撤销了，编号不再有效，请把打出来的纸作废。"))
        printed.give_out(replace(taken.filled, series=""), action, desk, copies)


def take_back(taken: Taken, desk: Desk) -> None:
    """Undo `take`: the paper did not leave. A number that is not the last of its series any more stays void."""
    filled, run_id = taken.filled, taken.run_id
    with transaction():
        if not run_id or not _is_open(run_id):
            return
        if not filled.series or not numbering.give_back([filled.number]):
            _dissolve(run_id)
            return
        PrintRun.update(state=UNDONE).where(PrintRun.id == run_id).execute()
        told = {filled.paper_name: [filled.number, ""], "void": ["", filled.number]}
        store.note_event(AUDIT, run_id, desk, "undo", "", told)


def _is_open(run_id: int) -> bool:
    return bool(PrintRun.select().where(PrintRun.id == run_id, PrintRun.state == PREPARED).exists())


def _dissolve(run_id: int) -> bool:
    """Remove the run that held the paper; say whether it was still open."""
    if not _is_open(run_id):
        return False
    PrintRunItem.delete().where(PrintRunItem.run == run_id).execute()
    snapshots.forget(run_id)
    PrintRun.delete().where(PrintRun.id == run_id).execute()
    return True


def _title(filled: Filled) -> str:
    """Return what a list of runs calls the paper's record; one that is gone has the paper's number for it."""
    kind = find_kind(filled.kind_name)
    record = kind.model.get_or_none(kind.model.id == filled.record_id)
    return filled.number if record is None else mask_title(kind.title(record))
