"""What is sent to a printer (打印任务): which printer, tray, copies and pages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tray:
    """Where a printer takes its paper from.

    `number` is what Windows (DMBIN_…) and Word (WdPaperTray) call it, `slot` what CUPS drivers mostly call it.
    """

    name: str
    label: str
    number: int
    slot: str


TRAYS = (
    Tray("auto", "自动选择", 7, "Auto"),
    Tray("upper", "上纸盒", 1, "Upper"),
    Tray("middle", "中纸盒", 3, "Middle"),
    Tray("lower", "下纸盒", 2, "Lower"),
    Tray("cassette", "纸盒", 14, "Cassette"),
    Tray("manual", "手动进纸", 4, "Manual"),
    Tray("tractor", "链式进纸（连续纸）", 8, "Tractor"),
    Tray("envelope", "信封", 5, "Envelope"),
    Tray("large", "大容量纸盒", 11, "LargeCapacity"),
)
"""The sources Windows has numbers for (wingdi.h; learn.microsoft.com, WdPaperTray) that an office may have."""


@dataclass(frozen=True)
class PrintJob:
    """How a file is printed: `printer` and `tray` (a key of `TRAYS`) are the default ones where empty.

    `pages` are the first and the last, from 1, or nothing for all of them.
    """

    printer: str = ""
    tray: str = ""
    copies: int = 1
    pages: tuple[int, int] | None = None

    @property
    def range(self) -> str:
        """Return the pages as print dialogs write them, '3-7', or nothing for all."""
        if self.pages is None:
            return ""
        first, last = self.pages
        return str(first) if first == last else f"{first}-{last}"


def find_tray(name: str) -> Tray | None:
    """Return the tray of that name; None for the printer's own choice."""
    return next((tray for tray in TRAYS if tray.name == name), None)
