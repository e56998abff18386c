"""Which office program lays papers out on this computer (办公软件选择): what was found, and what was chosen of it."""

from dataclasses import dataclass

from desk_app.kernel import office_programs, word_automation
from desk_app.kernel.office_programs import NONE
from desk_app.kernel.words import _
from desk_app.screens import remembered

FIRST_FOUND = ""
_KEY = "office_program"


@dataclass(frozen=True)
class ProgramLine:
    """One thing to choose: `kind` to keep, `label` to show."""

    kind: str
    label: str


def read_lines() -> list[ProgramLine]:
    """Return what there is to choose on this computer: the first program found, each one, and none of them."""
    found = office_programs.installed_programs()
    lines = [ProgramLine(program.kind, program.label) for program in found]
    if found:
        text = _("自动（{program}）").format(program=found[0].label)
        lines.insert(0, ProgramLine(FIRST_FOUND, text))
        return [*lines, ProgramLine(NONE, _("内置预览（版式与 Word 中可能不同）"))]
    return [ProgramLine(FIRST_FOUND, _("内置预览（没有找到 Word、WPS 或 LibreOffice）"))]


def chosen() -> str:
    """Return the kind chosen on this computer: FIRST_FOUND, NONE or a program's."""
    return str(remembered.get(_KEY, FIRST_FOUND))


def choose(kind: str) -> None:
    """Remember the choice for this computer, and follow it from now on."""
    remembered.put(_KEY, kind or None)
    follow()


def follow() -> str:
    """Let papers be laid out by what was chosen; return a sentence if that program has gone, else nothing.

    Called where papers are shown or printed, so that start-up need not look for programs.
    """
    kind = chosen()
    office_programs.prefer(kind)
    if kind in (FIRST_FOUND, NONE):
        return ""
    found = office_programs.find_programs()
    if any(program.kind == kind for program in found):
        return ""
    names = {known: label for known, label, _registered in word_automation.PROGRAMS}
    gone = names.get(kind, "LibreOffice")
    if not found:
        return _("这台电脑上找不到选好的 {gone} 了，用的是内置预览。").format(gone=gone)
    text = _("这台电脑上找不到选好的 {gone} 了，已改用 {program}。可以在设置里另选。")
    return text.format(gone=gone, program=found[0].label)
