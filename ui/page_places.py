"""Where each page stands in the rail (导航次序): the desk's work in front, money after it, files on shelves behind."""

from desk_app.kernel.words import mark

FRONT = (
    ("today", 1, 0),
    ("rooms", 1, 0),
    ("people", 1, 0),
    ("calls", 2, 0),
    ("requests", 2, 0),
    ("complaints", 2, 0),
    ("repairs", 2, 0),
    ("key_loans", 2, 0),
    ("goods_release_slips", 2, 0),
    ("handover_day", 2, 2),
    ("move_ins", 2, 4),
    ("notices", 2, 5),
    ("cash_desk", 3, 0),
    ("bank_matching", 3, 3),
    ("day_closing", 3, 1),
    ("month_closing", 3, 5),
    ("meter_round", 3, 2),
    ("bill_run", 3, 1),
    ("arrears", 3, 0),
    ("printed_papers", 4, 3),
    ("import", 4, 4),
)
"""Page, group in the rail, and how seldom it is needed: where the window is low, the seldom ones go behind first."""

SHELVES = (
    (
        mark("交房与入住"),
        ("handover_day", "handovers", "handover_batches", "defects", "move_ins", "move_outs", "leases", "transfers"),
    ),
    (
        mark("前台"),
        ("visitors", "notices", "incidents", "key_sets", "key_counts", "key_custodies", "access_cards"),
    ),
    (mark("维修"), ("parts", "stock_entries", "price_items")),
    (
        mark("小区与人员"),
        ("vehicles", "holdings", "communities", "buildings", "departments", "staff", "firms", "calendar_days"),
    ),
    (
        mark("抄表与公摊"),
        ("meters", "meter_readings", "meter_rounds", "household_sizes", "shared_pools", "shared_periods"),
    ),
    (mark("收费标准与账单"), ("fee_items", "tariffs", "fee_bindings", "bill_runs", "bills", "reductions", "opening_runs")),
    (
        mark("收款与押金"),
        ("receipts", "deposits", "receipt_pads", "refund_requests", "reversal_requests", "bank_lines",
         "debit_mandates", "debit_lines", "day_closes", "month_closes"),
    ),
    (mark("催缴"), ("dunning_cases", "dunning_notices", "dunning_events")),
)  # fmt: skip
"""Heading and pages of each shelf behind the rail's last button."""
OTHER = mark("其他档案")
"""The shelf of what nobody placed."""


def shelf_of(name: str) -> str:
    """Return the heading of the shelf on which a page stands."""
    return next((title for title, pages in SHELVES if name in pages), OTHER)


def place_of(name: str) -> tuple[int, int, int] | None:
    """Return group, place in the rail and how seldom it is needed; None for a page that stands on a shelf."""
    for place, (page, group, seldom) in enumerate(FRONT):
        if page == name:
            return group, place, seldom
    return None
