"""The file of a room (档案) on its card: what was printed about it, by form, and which signed copies are missing."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtWidgets import QWidget

from desk_app.kernel.words import _
from desk_app.screens.room_file import FileEntry
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chip import StatusChip
from ui.widgets.labels import label
from ui.widgets.record_list import Entry, RecordList

MOST_HEIGHT = 420
"""Pixels the list takes before it scrolls."""


def file_card(
    papers: Sequence[FileEntry],
    show: Callable[[int], object],
    print_cover: Callable[[], object] | None,
) -> QWidget:
    """Return the card; a paper that is chosen is shown as it left the program."""
    missing = sum(entry.tone in ("bad", "waiting") for entry in papers)
    beside: list[QWidget] = []
    if missing:
        beside.append(StatusChip(_("缺签字件 {count}").format(count=missing), "bad"))
    if print_cover is not None:
        beside.append(button(_("打印封面"), print_cover, icon="print", look="plain", name="print-cover"))
    title = _("档案")
    made = Card(f"{title}  {len(papers)}" if papers else title, *beside)
    if not papers:
        made.body.addWidget(label(_("还没有打印过与这套房屋有关的表单。"), tone="muted", wrap=True))
        return made
    shown = RecordList(title)
    shown.setObjectName("papers")
    shown.put(list(_entries(papers)))
    shown.setFixedHeight(min(shown.needed_height(), theme.px(MOST_HEIGHT)))
    shown.chosen.connect(lambda printed_id: show(int(printed_id)))
    made.body.addWidget(shown)
    return made


def _entries(papers: Sequence[FileEntry]) -> Iterable[Entry]:
    """Yield the papers under the names of their forms."""
    before = ""
    for paper in papers:
        if paper.label != before:
            before = paper.label
            yield Entry(None, "", paper.label, heading=True)
        copies = _("共 {count} 份").format(count=paper.copies)
        yield Entry(
            paper.printed_id,
            "print",
            paper.number or paper.label,
            copies,
            paper.signed,
            paper.tone,
            paper.day,
        )
