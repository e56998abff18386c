"""What can be printed of one record (打印选择): the papers and packs that apply to it, for this person, today."""

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
    """A paper or pack as a menu offers it."""

    name: str
    label: str


def find_fitting(kind: RecordKind, record_id: int, desk: Desk) -> list[PrintChoice]:
    """Return the papers and packs that can be printed of the record; NotFound if it is gone."""
    draft = store.load(kind, record_id)
    draft.day = desk.today
    return [
        PrintChoice(what.name, print_run.choice_label(what))
        for what in print_run.find_choices(kind, desk)
        if _fits(what, draft)
    ]


def _fits(what: Paper | Pack, draft: Draft) -> bool:
    if isinstance(what, Pack):
        return what.may_print is None or not what.may_print(draft)
    try:
        filling.refuse_record(what, draft)
    except DeskError:
        return False
    return True
