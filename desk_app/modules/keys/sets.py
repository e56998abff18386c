"""The register of keys (钥匙台账): what hangs on which hook, and how the count of a set changes."""

from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.kind import Draft, Finding, RecordKind, Register, Section, register
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Transition, Workflow
from desk_app.modules.keys.papers import KEY_REGISTER
from desk_app.modules.keys.records import KeyCount, KeySet

DESK = ("clerk", "supervisor", "manager")

CHANGES = {"made": 1, "received": 1, "found": 0, "lost": 0, "handed_over": -1, "destroyed": -1}
"""What a reason does to how many keys the set should have; lost ones still belong to it."""
LOST = {"lost": 1, "found": -1}


def on_hook(key_set: Any) -> int:
    """Return how many keys of a set hang there now: those it should have, less those out and those lost."""
    return int(key_set.kept - (key_set.out or 0) - (key_set.lost or 0))


def change(key_set: Any, desk: Desk, *, kept: int = 0, out: int = 0, lost: int = 0) -> None:
    """Add to the counts of a set and log it; inside the caller's transaction."""
    now: Any = KeySet.get_by_id(key_set.id)
    after = {"kept": now.kept + kept, "out": (now.out or 0) + out, "lost": (now.lost or 0) + lost}
    store.amend(KEY_SETS, key_set.id, desk, "count", **after)


def _may_book(draft: Draft, desk: Desk) -> str | None:
    entry = draft.record
    key_set: Any = KeySet.get_by_id(entry.key_set_id)
    if entry.sort == "found" and entry.count > (key_set.lost or 0):
        return _("没有入册：登记遗失的只有 {count} 把。").format(count=key_set.lost or 0)
    if entry.sort in ("lost", "handed_over", "destroyed") and entry.count > on_hook(key_set):
        return _("没有入册：挂钩上只有 {count} 把，借出的请先归还。").format(count=on_hook(key_set))
    return None


def _book(draft: Draft, desk: Desk) -> None:
    entry = draft.record
    entry.booked_on, entry.booked_by = desk.today, desk.actor.name
    change(
        entry.key_set,
        desk,
        kept=CHANGES[entry.sort] * entry.count,
        lost=LOST.get(entry.sort, 0) * entry.count,
    )


def _check_set(draft: Draft) -> dict[str, str]:
    key_set = draft.record
    if key_set.sort == "flat" and key_set.room_id is None:
        return {"room": _("户门钥匙请选择房号")}
    if key_set.sort != "flat" and not key_set.place:
        return {"place": _("请填写是哪里的钥匙")}
    if key_set.kept is not None and key_set.kept < (key_set.out or 0) + (key_set.lost or 0):
        return {"kept": _("应有把数少于借出和遗失的把数")}
    return {}


def _check_count(draft: Draft) -> dict[str, str]:
    return {"count": _("把数应大于 0")} if draft.record.count is not None and draft.record.count <= 0 else {}


KEY_SETS = register(
    RecordKind(
        name="key_sets",
        model=KeySet,
        label="钥匙",
        columns=("number", "hook", "sort", "room", "place", "kept", "out", "lost", "state"),
        sections=(
            Section(
                "钥匙", ("number", "hook", "sort", "room", "place", "kept", "out", "lost", "state", "note")
            ),
        ),
        title=str,
        own_registers=(Register(KEY_REGISTER),),
        checks=(_check_set,),
        find=lambda draft: Finding(
            str(draft.record),
            _("挂钩 {hook}").format(hook=draft.record.hook or "—"),
            names=tuple(filter(None, (draft.record.place,))),
            numbers=tuple(filter(None, (draft.record.number, draft.record.hook))),
            places=tuple(filter(None, (str(draft.record.room or ""),))),
        ),
        about=("room",),
        order=("number",),
        icon="key",
    )
)

KEY_COUNTS = register(
    RecordKind(
        name="key_counts",
        model=KeyCount,
        label="钥匙增减",
        columns=("number", "key_set", "sort", "count", "booked_on", "booked_by", "state"),
        sections=(Section("增减", ("key_set", "sort", "count", "note", "number", "booked_on", "booked_by")),),
        title=lambda entry: " ".join(
            filter(None, (entry.number or _("增减（草稿）"), str(entry.key_set or "")))
        ),
        workflow=Workflow(
            states=KeyCount.state.options,
            editable=("draft",),
            open_states=("draft",),
            transitions=(
                Transition(
                    "book", "入册", ("draft",), "booked", DESK, _may_book, _book, numbered=True, main=True
                ),
                Transition("void", "作废", ("draft",), "void", DESK, needs_reason=True),
            ),
            tones=(("draft", "waiting"), ("booked", "good")),
        ),
        checks=(_check_count,),
        about=("key_set",),
        prefix="YZ",
        newest_first=True,
        icon="key",
        noun="增减单",
    )
)
