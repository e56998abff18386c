"""What can be printed of one record (打印选择): its papers and packs, for this person, today, and why some are not."""

from dataclasses import dataclass

from desk_app.kernel import filling, store
from desk_app.kernel.access import Desk
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import Draft, RecordKind
from desk_app.kernel.papers.packs import Pack
from desk_app.kernel.papers.paper import Paper
from desk_app.screens import print_run


@dataclass(frozen=True)
class PrintChoice:
    """A paper or pack as a menu offers it; `why_not` is the sentence why it is not printed for the record now."""

    name: str
    label: str
    why_not: str = ""


def list_choices(kind: RecordKind, record_id: int, desk: Desk) -> list[PrintChoice]:
    """Return all papers this person may print and the packs of the kind, those not for this record with the reason.

    NotFound if the record is gone.
    """
    draft = store.load(kind, record_id)
    draft.day = desk.today
    return [
        PrintChoice(what.name, print_run.choice_label(what), _why_not(what, draft))
        for what in print_run.find_choices(kind, desk)
    ]


def _why_not(what: Paper | Pack, draft: Draft) -> str:
    if isinstance(what, Pack):
        return (what.may_print(draft) if what.may_print else None) or ""
    try:
        filling.refuse_record(what, draft)
    except DeskError as error:
        return str(error)
    return ""
