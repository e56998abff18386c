"""What was chosen to print for one record (打印选择): a paper is shown at once, a pack is asked about first."""

from desk_app.kernel.kind import find_kind
from desk_app.screens import print_run
from ui.shell import Shell


def print_named(shell: Shell, kind_name: str, record_id: int, name: str) -> None:
    """Show one record's paper `name`, or ask before its pack of that name is printed."""
    if not print_run.is_pack(find_kind(kind_name), name):
        shell.preview_paper(kind_name, record_id, name)
        return
    from ui.print_run_start import start_run

    start_run(shell, kind_name, [record_id], name)
