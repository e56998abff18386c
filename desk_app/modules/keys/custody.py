"""Keys kept for an owner (钥匙留存, F08): one for the defects, with the owner's signature and no other way (R26)."""

import datetime
from typing import Any

from desk_app.kernel import signed_copies
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import ChildRows, Draft, Finding, RecordKind, Section, register
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Deadline, Transition, Workflow
from desk_app.modules.keys.papers import CUSTODY_PAPER
from desk_app.modules.keys.records import CUSTODY_STATES, KeptKey, KeyCustody, KeySet
from desk_app.modules.keys.sets import change, on_hook

DESK = ("clerk", "supervisor", "manager")


def kept_count(draft: Draft) -> int:
    """Return how many keys the letter names."""
    return sum(row.count or 0 for row in draft.rows["keys"] if row.name)


def _may_keep(draft: Draft, desk: Desk) -> str | None:
    letter = draft.record
    if not letter.owner_signed:
        return _("没有留存：留钥匙要业主同意，请先请业主在留存书上签字。")
    if not kept_count(draft):
        return _("没有留存：请填写留存的钥匙和数量。")
    if letter.purpose == "defects" and kept_count(draft) > 1:
        return _("没有留存：整改只留一把钥匙。")
    if letter.key_set_id is None:
        return _("没有留存：请选择挂在哪一串（入册钥匙），没有就先在“钥匙”里新建。")
    return None


def _keep(draft: Draft, desk: Desk) -> None:
    letter = draft.record
    letter.kept_on, letter.kept_by = desk.today, desk.actor.name
    change(letter.key_set, desk, kept=kept_count(draft))


def _may_fetch(draft: Draft, desk: Desk) -> str | None:
    letter = draft.record
    if not letter.fetched_by or not letter.fetched_signed:
        return _("没有登记取回：请填写取回人，并请其签字。")
    key_set: Any = KeySet.get_by_id(letter.key_set_id)
    if kept_count(draft) > on_hook(key_set):
        return _("没有登记取回：{key_set} 还有借出没有归还的，挂钩上只有 {count} 把。").format(
            key_set=key_set, count=on_hook(key_set)
        )
    return None


def _fetch(draft: Draft, desk: Desk) -> None:
    letter = draft.record
    letter.fetched_on, letter.given_by = desk.today, desk.actor.name
    change(letter.key_set, desk, kept=-kept_count(draft))


def _may_write_off(draft: Draft, desk: Desk) -> str | None:
    key_set: Any = KeySet.get_by_id(draft.record.key_set_id)
    if (key_set.lost or 0) < kept_count(draft):
        return _(
            "没有登记遗失：{key_set} 登记遗失的只有 {count} 把，请先在借用单或“钥匙增减”里登记遗失。"
        ).format(key_set=key_set, count=key_set.lost or 0)
    return None


def _write_off(draft: Draft, desk: Desk) -> None:
    """The owner was told that the keys are gone: they are not to be given back, and no longer missed."""
    count = kept_count(draft)
    change(draft.record.key_set, desk, kept=-count, lost=-count)


def _until(letter: Any) -> datetime.datetime | None:
    if letter.until_on is None:
        return None
    return datetime.datetime.combine(letter.until_on, datetime.time(23, 59))


LIFE = Workflow(
    states=CUSTODY_STATES,
    editable=("draft",),
    open_states=("draft", "kept"),
    transitions=(
        Transition("keep", "留存", ("draft",), "kept", DESK, _may_keep, _keep, asks=("owner_signed",), numbered=True, main=True),
        Transition(
            "fetch", "业主取回", ("kept",), "fetched", DESK, _may_fetch, _fetch, asks=("fetched_by", "fetched_signed"), main=True
        ),
        Transition(
            "write_off", "遗失，已告知业主", ("kept",), "lost", ("supervisor", "manager"), _may_write_off, _write_off,
            needs_reason=True,
        ),
        Transition("void", "作废", ("draft",), "void", DESK, needs_reason=True),
    ),
    deadlines=(
        Deadline("until", "留存期满", ("kept",), _until, warning=datetime.timedelta(days=3), extended_by=DESK),
    ),
    tones=(("draft", "waiting"), ("kept", "good"), ("fetched", "quiet"), ("lost", "bad")),
)  # fmt: skip


def _check(draft: Draft) -> dict[str, str]:
    letter = draft.record
    if letter.key_set_id and letter.room_id and letter.key_set.room_id not in (None, letter.room_id):
        return {"key_set": _("这串钥匙不是 {room} 的").format(room=letter.room)}
    return {}


CUSTODIES = register(
    RecordKind(
        name="key_custodies",
        model=KeyCustody,
        label="钥匙留存",
        columns=(
            "number",
            "room",
            "person",
            "purpose",
            "key_set",
            "kept_on",
            "until_on",
            "fetched_on",
            "state",
        ),
        sections=(
            Section("留存", ("room", "person", "purpose", "until_on", "alone", "key_set", "note")),
            Section(
                "办理",
                (
                    "number",
                    "kept_on",
                    "kept_by",
                    "owner_signed",
                    "fetched_on",
                    "fetched_by",
                    "given_by",
                    "fetched_signed",
                ),
            ),
        ),
        title=lambda letter: " ".join(
            filter(None, (letter.number or _("留存（登记）"), str(letter.room or "")))
        ),
        workflow=LIFE,
        children=(
            ChildRows("keys", "钥匙", KeptKey, ("name", "count", "mark"), "custody", most=8, starts_with=1),
        ),
        own_papers=(CUSTODY_PAPER,),
        checks=(_check,),
        find=lambda draft: Finding(
            " ".join(filter(None, (draft.record.number, str(draft.record.room or "")))),
            str(draft.record.person or ""),
            names=tuple(filter(None, (str(draft.record.person or ""),))),
            numbers=tuple(filter(None, (draft.record.number,))),
            places=tuple(filter(None, (str(draft.record.room or ""),))),
        ),
        about=("room", "person", "key_set"),
        prefix="YC",
        newest_first=True,
        icon="key",
        noun="留存书",
    )
)

signed_copies.confirmed_by(CUSTODIES.name, "owner_signed")
