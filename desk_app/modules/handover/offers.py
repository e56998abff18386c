"""The pack of a handover (交房套装, S01, S02): F02 and F06 of the room, F74 of each owner, F03, F05, and F08 of a kept key."""

from desk_app.kernel.kind import Draft, offer
from desk_app.kernel.papers import Pack, PackPaper
from desk_app.kernel.words import mark
from desk_app.modules.people.holdings import current_holdings

Targets = list[tuple[str, int]]


def its_room(draft: Draft) -> Targets:
    """Return the room of the handover."""
    return [("rooms", draft.record.room_id)]


def its_owners(draft: Draft) -> Targets:
    """Return the holdings of the room's owners, each to sign for himself."""
    owners = current_holdings(draft.record.room_id, draft.day, ("owner",))
    return [("holdings", holding.id) for holding in owners]


def its_letter(draft: Draft) -> Targets:
    """Return the letter of the key kept for defects, where there is one."""
    return [("key_custodies", draft.record.custody_id)] if draft.record.custody_id else []


HANDOVER_PACK = Pack(
    "handover",
    "交房",
    (
        PackPaper("owner_card", of=its_room),
        PackPaper("handover_sheet"),
        PackPaper("document_receipt"),
        PackPaper("covenant_undertaking", times=2, of=its_room),
        PackPaper(
            "privacy_consent",
            of=its_owners,
            if_none=mark("“{paper}”没有放进套装：这套房屋还没有登记业主。"),
        ),
        PackPaper("key_custody", of=its_letter, if_none=mark("“{paper}”没有放进套装：没有留钥匙。")),
    ),
)

offer("handovers", packs=(HANDOVER_PACK,))
