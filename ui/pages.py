"""Which pages the window has (页面): the kinds of record that are registered, and the pages made by hand.

A page is imported when it is first shown. One kind may have a page or a record's tab made by hand: a line in a table
here, never a question about a kind's name elsewhere.
"""

import importlib
from dataclasses import replace
from typing import TYPE_CHECKING

from desk_app.kernel.kind import KINDS, RecordKind
from desk_app.kernel.words import _, mark, several
from desk_app.screens.help_pages import TOPICS
from ui.page_places import place_of, shelf_of
from ui.rail import Rail
from ui.shell import PageSpec, Shell

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

KIND_PAGES = {
    "rooms": "ui.screens.rooms:RoomsPage",
    "calls": "ui.screens.calls:CallsPage",
    "repairs": "ui.screens.repair_board:RepairsPage",
    "complaints": "ui.screens.complaints:ComplaintsPage",
    "opening_runs": "ui.screens.opening:OpeningPage",
}
"""Kind to the page made by hand that takes the place of its plain table."""
RECORD_PAGES = {
    "rooms": "ui.screens.room_card:RoomCardPage",
    "tariffs": "ui.screens.tariff_form:TariffFormPage",
    "bills": "ui.screens.bill_form:BillFormPage",
    "receipts": "ui.screens.receipt_form:ReceiptFormPage",
    "deposits": "ui.screens.deposit_form:DepositFormPage",
    "receipt_pads": "ui.screens.pad_form:PadFormPage",
}
"""Kind to the tab made by hand that takes the place of its plain form."""
FORM_PAGES = {
    "complaints": "ui.screens.complaint_form:ComplaintFormPage",
    "incidents": "ui.screens.incident_form:IncidentFormPage",
}
"""Kind to the plain form with something added, for new records as well."""
HELP = {
    "visitors": "calls",
    "requests": "calls",
    "incidents": "complaints",
    "parts": "repairs",
    "stock_entries": "repairs",
    "price_items": "repairs",
    "key_sets": "key_loans",
    "key_counts": "key_loans",
    "key_custodies": "key_loans",
    "access_cards": "key_loans",
    "rooms": "rooms",
    "people": "people",
    "vehicles": "people",
    "holdings": "people",
    "opening_runs": "opening",
    "meters": "meter_round",
    "meter_readings": "meter_round",
    "meter_rounds": "meter_round",
    "shared_pools": "meter_round",
    "shared_periods": "meter_round",
    "fee_items": "fees",
    "tariffs": "fees",
    "fee_bindings": "fees",
    "bills": "fees",
    "bill_runs": "bill_run",
    "receipts": "cash_desk",
}
"""Kind to its help page, where that is called otherwise; those without one share the page about files."""
WORDS = {
    "today": mark("今日"),
    "cash_desk": mark("收银台"),
    "bank_matching": mark("到账认领"),
    "day_closing": mark("日结"),
    "month_closing": mark("月结"),
    "meter_round": mark("抄表"),
    "bill_run": mark("出账"),
    "arrears": mark("欠费"),
    "handover_day": mark("交房现场"),
    "printed_papers": mark("打印记录"),
    "import": mark("名册导入"),
    "settings": mark("设置"),
}


HAND_MADE = (
    ("today", "today", "ui.screens.today:TodayPage"),
    ("cash_desk", "register", "ui.screens.cash_desk:CashDeskPage"),
    ("bank_matching", "wallet", "ui.screens.bank_matching:BankMatchingPage"),
    ("day_closing", "lock", "ui.screens.day_closing:DayClosingPage"),
    ("month_closing", "calendar", "ui.screens.month_closing:MonthClosingPage"),
    ("meter_round", "meter", "ui.screens.meter_round:MeterRoundPage"),
    ("bill_run", "receipt", "ui.screens.bill_run:BillRunPage"),
    ("arrears", "warning", "ui.screens.arrears:ArrearsPage"),
    ("handover_day", "key", "ui.screens.handover_day:HandoverDayPage"),
    ("printed_papers", "print", "ui.screens.printed_papers:PrintedPapersPage"),
    ("import", "import", "ui.screens.import_sheet:ImportSheetPage"),
)
"""Name, icon and class of the pages that show no single kind of record; where they stand: ui/page_places.py."""


def page_specs() -> list[PageSpec]:
    """Return the pages there are, from the top of the rail to its foot, then those on its shelves."""
    specs = [_of_kind(kind) for kind in KINDS.values()]
    specs += [_hand_made(name, icon, place) for name, icon, place in HAND_MADE]
    settings = _hand_made("settings", "settings", "ui.screens.settings:SettingsPage", "Ctrl+,")
    specs.append(replace(settings, group=Rail.LAST))
    return sorted(specs, key=_order)


def _order(spec: PageSpec) -> tuple[int, int]:
    found = place_of(spec.name)
    return (spec.group, found[1] if found else 0)


def _placed(spec: PageSpec) -> PageSpec:
    """Return the page with its place in the rail, or on its shelf."""
    found = place_of(spec.name)
    group, seldom = (found[0], found[2]) if found else (Rail.MORE, 0)
    return replace(spec, group=group, seldom=seldom, shelf=_(shelf_of(spec.name)))


def record_page(shell: Shell, kind_name: str, record_id: int | None, values: dict[str, object]) -> "QWidget":
    """Return the tab of one record, stored or new."""
    if record_id is not None and kind_name in RECORD_PAGES:
        return _load(RECORD_PAGES[kind_name])(shell, record_id)
    place = FORM_PAGES.get(kind_name, "ui.record_form:RecordFormPage")
    return _load(place)(shell, kind_name, record_id, values)


def _of_kind(kind: RecordKind) -> PageSpec:
    def make(shell: Shell) -> "QWidget":
        if kind.name in KIND_PAGES:
            return _load(KIND_PAGES[kind.name])(shell)
        return _load("ui.record_table:RecordTablePage")(shell, kind.name)

    topic = HELP.get(kind.name) or (kind.name if kind.name in TOPICS else "records")
    return _placed(
        PageSpec(kind.name, several(kind.label), kind.icon, make, kinds=(kind.name,), help_topic=topic)
    )


def _hand_made(name: str, icon: str, place: str, shortcut: str = "") -> PageSpec:
    def make(shell: Shell) -> "QWidget":
        return _load(place)(shell)  # type: ignore[no-any-return]

    return _placed(PageSpec(name, _(WORDS[name]), icon, make, shortcut=shortcut, help_topic=name))


def _load(place: str):  # type: ignore[no-untyped-def]
    """Return the class named 'module:Class', imported now."""
    module, _colon, name = place.partition(":")
    return getattr(importlib.import_module(module), name)
