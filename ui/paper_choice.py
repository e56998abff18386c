"""What was chosen to print for one record (打印选择): a paper is shown at once, a pack is asked about first."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QMenu

from desk_app.kernel.kind import find_kind
from desk_app.screens import print_run
from desk_app.screens.print_choices import PrintChoice
from ui.shell import Shell


def offer_papers(menu: QMenu, choices: Iterable[PrintChoice], chosen: Callable[[str], object]) -> None:
    """Add an entry for each paper and pack; one not printed for the record now is grey and says why beside it."""
    menu.setToolTipsVisible(True)
    for choice in choices:
        action = menu.addAction(choice.label, lambda name=choice.name: chosen(name))
        action.setEnabled(not choice.why_not)
        if choice.why_not:  # a tooltip that repeats the entry only covers the next one
            action.setToolTip(choice.why_not)
            action.setStatusTip(choice.why_not)


def print_named(shell: Shell, kind_name: str, record_id: int, name: str) -> None:
    """Show one record's paper `name`, or ask before its pack of that name is printed."""
    if not print_run.is_pack(find_kind(kind_name), name):
        shell.preview_paper(kind_name, record_id, name)
        return
    from ui.print_run_start import start_run

    start_run(shell, kind_name, [record_id], name)
