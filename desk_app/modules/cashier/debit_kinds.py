"""How authorisations for bank collection, and what was sent to the bank (托收授权、托收明细), are listed and edited."""

from typing import Any

from desk_app.kernel.kind import Draft, Finding, RecordKind, Section, register
from desk_app.kernel.words import _
from desk_app.kernel.workflow import Transition, Workflow
from desk_app.modules.cashier.debit_records import DEBIT_STATES, MANDATE_STATES, DebitLine, DebitMandate

KEEPERS = ("clerk", "cashier", "accountant", "manager")
DIGITS = range(8, 33)
"""Digits an account number has."""


def _check(draft: Draft) -> dict[str, str]:
    mandate = draft.record
    problems = {}
    account = str(mandate.account or "").replace(" ", "")
    if account and not (account.isascii() and account.isdigit() and len(account) in DIGITS):
        problems["account"] = _("账号应为 8 到 32 位数字")
    if mandate.signed_on and mandate.until_on and mandate.until_on < mandate.signed_on:
        problems["until_on"] = _("授权到期早于签署日期")
    if mandate.room_id and mandate.state in (None, "active") and _others(mandate).exists():
        problems["room"] = _("这套房已有有效的托收授权，请先终止那一张")
    return problems


def _others(mandate: DebitMandate) -> Any:
    same = DebitMandate.select().where(DebitMandate.room == mandate.room_id, DebitMandate.state == "active")
    return same.where(DebitMandate.id != mandate.id) if mandate.id is not None else same


def _prepare(draft: Draft) -> None:
    if draft.record.account:
        draft.record.account = str(draft.record.account).replace(" ", "")


MANDATES = register(
    RecordKind(
        name="debit_mandates",
        model=DebitMandate,
        label="托收授权",
        columns=("room", "holder", "account", "bank", "signed_on", "until_on", "state"),
        sections=(
            Section("托收授权", ("room", "holder", "account", "bank")),
            Section("授权书", ("agreement", "signed_on", "until_on", "note")),
        ),
        title=str,
        workflow=Workflow(
            states=MANDATE_STATES,
            editable=("active",),
            transitions=(Transition("end", "终止授权", ("active",), "ended", KEEPERS, needs_reason=True),),
            tones=(("active", "good"), ("ended", "quiet")),
        ),
        checks=(_check,),
        prepare=_prepare,
        find=lambda draft: Finding(str(draft.record), names=(draft.record.holder,)),
        order=("room", "id"),
        icon="wallet",
        about=("room",),
        roles=KEEPERS,
    )
)

DEBIT_LINES = register(
    RecordKind(
        name="debit_lines",
        model=DebitLine,
        label="托收明细",
        columns=("batch", "room", "amount", "state", "reason", "sent_on", "came_on", "reference"),
        sections=(
            Section("送盘", ("batch", "reference", "mandate", "room", "amount", "sent_on")),
            Section("回盘", ("state", "came_on", "reason", "line")),
        ),
        title=str,
        workflow=Workflow(
            states=DEBIT_STATES,
            editable=(),
            transitions=(),
            tones=(("sent", "waiting"), ("paid", "good"), ("refused", "bad"), ("withdrawn", "quiet")),
        ),
        find=lambda draft: Finding(str(draft.record), numbers=(draft.record.reference,)),
        newest_first=True,
        icon="wallet",
        about=("room",),
        attachable=False,
        made_elsewhere=True,
    )
)
