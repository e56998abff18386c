"""Which pages the window has (页面): the kinds of record that are registered, and the pages made by hand.

A page is imported when it is first shown. One kind may have a page or a record's tab made by hand: a line in a table
here, never a question about a kind's name elsewhere.
"""

import importlib
from typing import TYPE_CHECKING

from desk_app.kernel.kind import KINDS, RecordKind
from desk_app.kernel.words import _, mark, several
from ui.rail import Rail
from ui.shell import PageSpec, Shell

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

KIND_PAGES = {"rooms": "ui.screens.rooms:RoomsPage", "opening_runs": "ui.screens.opening:OpeningPage"}
"""Kind to the page made by hand that takes the place of its plain table."""
RECORD_PAGES = {
    "rooms": "ui.screens.room_card:RoomCardPage",
    "tariffs": "ui.screens.tariff_form:TariffFormPage",
    "bills": "ui.screens.bill_form:BillFormPage",
}
"""Kind to the tab made by hand that takes the place of its plain form."""
IN_FRONT = ("rooms", "people", "vehicles")
"""Records without a flow of work that stand in the rail itself; the others are behind its last button."""
BEHIND = ("dunning_cases", "reductions", "refund_requests", "reversal_requests")
"""Work that comes up now and then: behind the rail's last button too; what waits stands on the first page anyway."""
HELP = {
    "rooms": "rooms",
    "people": "people",
    "vehicles": "people",
    "holdings": "people",
    "opening_runs": "import",
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
"""Kind without a flow of work to its help page; the others share one page about files."""
WORDS = {
    "today": mark("今日"),
    "cash_desk": mark("收银台"),
    "bank_matching": mark("到账认领"),
    "day_closing": mark("日结"),
    "month_closing": mark("月结"),
    "meter_round": mark("抄表"),
    "bill_run": mark("出账"),
    "arrears": mark("欠费"),
    "printed_papers": mark("打印记录"),
    "import": mark("名册导入"),
    "settings": mark("设置"),
}


def page_specs() -> list[PageSpec]:
    """Return the pages there are, from the top of the rail to its foot."""
    files = [kind for kind in KINDS.values() if not _waits_for_somebody(kind)]
    slips = [kind for kind in KINDS.values() if _waits_for_somebody(kind)]
    files.sort(key=lambda kind: IN_FRONT.index(kind.name) if kind.name in IN_FRONT else len(IN_FRONT))
    specs = [_hand_made("today", "today", "ui.screens.today:TodayPage", 0)]
    specs += [_of_kind(kind, 1 if kind.name in IN_FRONT else Rail.MORE) for kind in files]
    specs.append(_hand_made("cash_desk", "register", "ui.screens.cash_desk:CashDeskPage", 2))
    specs.append(_hand_made("bank_matching", "wallet", "ui.screens.bank_matching:BankMatchingPage", 2))
    specs.append(_hand_made("day_closing", "lock", "ui.screens.day_closing:DayClosingPage", 2))
    specs.append(_hand_made("month_closing", "calendar", "ui.screens.month_closing:MonthClosingPage", 2))
    specs.append(_hand_made("meter_round", "meter", "ui.screens.meter_round:MeterRoundPage", 2))
    specs.append(_hand_made("bill_run", "receipt", "ui.screens.bill_run:BillRunPage", 2))
    specs.append(_hand_made("arrears", "warning", "ui.screens.arrears:ArrearsPage", 2))
    specs += [_of_kind(kind, Rail.MORE if kind.name in BEHIND else 3) for kind in slips]
    specs.append(_hand_made("printed_papers", "print", "ui.screens.printed_papers:PrintedPapersPage", 4))
    specs.append(_hand_made("import", "import", "ui.screens.import_sheet:ImportSheetPage", 4))
    specs.append(_hand_made("settings", "settings", "ui.screens.settings:SettingsPage", Rail.LAST, "Ctrl+,"))
    return sorted(specs, key=lambda spec: spec.group)


def record_page(shell: Shell, kind_name: str, record_id: int | None, values: dict[str, object]) -> "QWidget":
    """Return the tab of one record, stored or new."""
    if record_id is not None and kind_name in RECORD_PAGES:
        return _load(RECORD_PAGES[kind_name])(shell, record_id)
    return _load("ui.record_form:RecordFormPage")(shell, kind_name, record_id, values)


def _waits_for_somebody(kind: RecordKind) -> bool:
    """Say whether records of this kind are work, not only a file to look up."""
    return kind.workflow is not None and bool(kind.workflow.open_states)


def _of_kind(kind: RecordKind, group: int) -> PageSpec:
    def make(shell: Shell) -> "QWidget":
        if kind.name in KIND_PAGES:
            return _load(KIND_PAGES[kind.name])(shell)
        return _load("ui.record_table:RecordTablePage")(shell, kind.name)

    topic = kind.name if _waits_for_somebody(kind) else HELP.get(kind.name, "records")
    return PageSpec(
        kind.name,
        several(kind.label),
        kind.icon,
        make,
        group,
        kinds=(kind.name,),
        help_topic=topic,
    )


def _hand_made(name: str, icon: str, place: str, group: int, shortcut: str = "") -> PageSpec:
    return PageSpec(
        name,
        _(WORDS[name]),
        icon,
        lambda shell: _load(place)(shell),
        group,
        shortcut=shortcut,
        help_topic=name,
    )


def _load(place: str):  # type: ignore[no-untyped-def]
    """Return the class named 'module:Class', imported now."""
    module, _colon, name = place.partition(":")
    return getattr(importlib.import_module(module), name)
