"""Papers of keys: custody letter F08, lending register and slip F09, card application F17, the register of keys."""

import datetime
from collections.abc import Sequence

from desk_app.kernel.kind import Draft, Month
from desk_app.kernel.paper_values import Values, labels
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.words import _, mark
from desk_app.modules.keys.records import CARD_SORTS, CUSTODY_PURPOSES, ESCORTS, PURPOSES, KeySet
from desk_app.modules.owner_file.parties import ROOM_BLOCK, room_block

CUSTODY = (
    Placeholder("number", "编号", needed=True, sample="YC-202611-0001"),
    *ROOM_BLOCK,
    Placeholder("person", "业主", needed=True, sample="张三"),
    Placeholder("purpose", "留存目的", choices=labels(CUSTODY_PURPOSES)),
    Placeholder("until_on", "留存期限", shape="day"),
    Placeholder("alone", "使用范围", choices=labels(ESCORTS)),
    Placeholder(
        "rows",
        "钥匙",
        (
            Placeholder("no", "序号"),
            Placeholder("name", "名称", sample=mark("入户门")),
            Placeholder("count", "数量", sample="1"),
            Placeholder("mark", "编号", sample="K-0312"),
        ),
    ),
    Placeholder("kept_on", "留存日期", shape="day"),
    Placeholder("kept_by", "接收人", sample="王芳"),
    Placeholder("fetched_on", "取回日期", shape="day"),
    Placeholder("fetched_by", "取回人", sample=""),
)

LOAN = (
    Placeholder("number", "编号", needed=True, sample="JY-202611-0001"),
    Placeholder("key_set", "钥匙", needed=True, sample="K-0312 3-1-502"),
    Placeholder("count", "把数", sample="1"),
    Placeholder("lent_at", "借出时间", shape="moment"),
    Placeholder("due_at", "预计归还", shape="moment"),
    Placeholder("borrower", "借用人", needed=True, sample="周师傅"),
    Placeholder("firm", "单位", sample="安信门窗公司"),
    Placeholder("phone", "电话", shape="phone"),
    Placeholder("id_tail", "证件后 4 位", sample="123X"),
    Placeholder("purpose", "用途", choices=labels(PURPOSES)),
    Placeholder("about", "事由", sample="整改单 ZG-202611-0003"),
    Placeholder("escort", "陪同人", sample="李工"),
    Placeholder("consent", "业主同意方式", sample="电话 11-23 09:12"),
    Placeholder("lent_by", "经办人", sample="王芳"),
)

LOANS = (
    Placeholder("month", "月份", sample="2026-11"),
    Placeholder(
        "rows",
        "明细",
        (
            Placeholder("number", "编号", sample=("JY-202611-0001", "JY-202611-0002", "JY-202611-0003")),
            Placeholder("lent_at", "借出", sample=("11-23 09:15", "11-23 10:00", "11-23 14:20")),
            Placeholder("key_set", "钥匙", sample=("K-0312 3-1-502", "K-0107 1-2-301", mark("P-02 配电间"))),
            Placeholder("count", "把数", sample="1"),
            Placeholder("borrower", "借用人", sample=(mark("周师傅"), mark("赵工"), mark("钱工"))),
            Placeholder("firm", "单位", sample=(mark("安信门窗公司"), "", "")),
            Placeholder("phone", "电话", shape="phone"),
            Placeholder("id_tail", "证件后 4 位", sample="123X"),
            Placeholder("purpose", "用途", sample=(mark("整改"), mark("维修"), mark("抄表"))),
            Placeholder("consent", "业主同意", sample=(mark("电话"), mark("授权书"), "")),
            Placeholder("due_at", "应还", sample="11-23 17:00"),
            Placeholder("returned_at", "归还", sample=("11-23 16:40", "", "")),
            Placeholder("received_by", "接收人", sample=(mark("王芳"), "", "")),
        ),
    ),
)

KEYS = (
    Placeholder("month", "月份", sample="2026-11"),
    Placeholder(
        "rows",
        "钥匙",
        (
            Placeholder("no", "序号"),
            Placeholder("number", "编号", sample=("K-0312", "K-0313", "P-02")),
            Placeholder("hook", "挂钩", sample="A-12"),
            Placeholder("where", "房号或部位", sample=("3-1-502", "3-1-503", mark("3 栋配电间"))),
            Placeholder("kept", "应有", sample="2"),
            Placeholder("out", "借出", sample=("1", "", "")),
            Placeholder("lost", "遗失", sample=""),
            Placeholder("left", "在挂", sample=("1", "2", "2")),
        ),
    ),
    Placeholder("total", "合计在挂", sample="5"),
)

CARD = (
    Placeholder("card", "卡号", needed=True, sample="00123456"),
    *(placeholder for placeholder in ROOM_BLOCK if placeholder.name != "built_area"),
    Placeholder("person", "申请人", sample="张三"),
    Placeholder("sort", "类型", choices=labels(CARD_SORTS)),
    Placeholder("plate", "车牌", sample="皖A12345"),
    Placeholder("vehicle", "品牌颜色", sample="比亚迪 白"),
    Placeholder("space", "车位号", sample="B1-023"),
    Placeholder("issued_on", "发放日期", shape="day"),
    Placeholder("until_on", "有效期至", shape="day"),
    Placeholder("charge", "工本费", shape="money", sample=2000),
    Placeholder("arrears_note", "欠费检查结果", sample="无欠费"),
    Placeholder("replaces", "补办自", sample=""),
    Placeholder("issued_by", "发放人", sample="王芳"),
)


def custody_values(draft: Draft) -> Values:
    """Return the values of F08."""
    letter = draft.record
    rows = [row for row in draft.rows["keys"] if row.name]
    return {
        **room_block(letter.room, draft.day),
        **{name: getattr(letter, name) or "" for name in ("number", "kept_by", "fetched_by")},
        **{name: getattr(letter, name) for name in ("until_on", "kept_on", "fetched_on")},
        **{name: draft.kind.field(name).show(getattr(letter, name)) for name in ("purpose", "alone")},
        "person": str(letter.person),
        "rows": [
            {"no": str(place), "name": row.name, "count": str(row.count), "mark": row.mark or ""}
            for place, row in enumerate(rows, 1)
        ],
    }


def loan_values(draft: Draft) -> Values:
    """Return the values of the slip of F09."""
    loan = draft.record
    plain = ("number", "borrower", "id_tail", "about", "escort", "lent_by", "phone")
    return {
        **{name: getattr(loan, name) or "" for name in plain},
        **{name: getattr(loan, name) for name in ("lent_at", "due_at")},
        "key_set": str(loan.key_set),
        "count": str(loan.count),
        "firm": str(loan.firm or ""),
        "purpose": draft.kind.field("purpose").show(loan.purpose),
        "consent": _consent(draft),
    }


def _consent(draft: Draft) -> str:
    loan = draft.record
    return " ".join(filter(None, (draft.kind.field("consent").show(loan.consent), _short(loan.consent_at))))


def _short(moment: datetime.datetime | None) -> str:
    return f"{moment:%m-%d %H:%M}" if moment else ""


def loans_values(drafts: Sequence[Draft]) -> Values:
    """Return the month's loans (F09), one row each."""
    rows = []
    for draft in drafts:
        loan, values = draft.record, loan_values(draft)
        names = ("number", "key_set", "count", "borrower", "firm", "phone", "id_tail", "purpose", "consent")
        rows.append(
            {name: values[name] for name in names}
            | {name: _short(getattr(loan, name)) for name in ("lent_at", "due_at", "returned_at")}
            | {"received_by": loan.received_by or ""}
        )
    return {"rows": rows}


def keys_values(month: Month) -> Values:
    """Return every set on the books as it is now."""
    sets = list(KeySet.select().where(KeySet.state == "kept").order_by(KeySet.number))
    left = [one.kept - (one.out or 0) - (one.lost or 0) for one in sets]
    return {
        "rows": [
            {
                "no": str(place),
                "number": one.number,
                "hook": one.hook or "",
                "where": str(one.room or one.place or ""),
                **{name: str(getattr(one, name) or "") for name in ("kept", "out", "lost")},
                "left": str(hanging),
            }
            for place, (one, hanging) in enumerate(zip(sets, left, strict=True), 1)
        ],
        "total": str(sum(left)),
    }


def card_values(draft: Draft) -> Values:
    """Return the values of F17."""
    card = draft.record
    vehicle = card.vehicle
    block = room_block(card.room, draft.day) if card.room_id else {}
    look = " ".join(filter(None, (vehicle.brand, vehicle.colour))) if vehicle else ""
    return {
        **{
            name: block.get(name, "")
            for name in ("room", "address", "community", "owner_name", "owner_phone")
        },
        "card": card.number,
        "person": str(card.person or ""),
        "sort": draft.kind.field("sort").show(card.sort),
        "plate": str(vehicle or ""),
        "vehicle": look,
        "space": str(vehicle.space or "") if vehicle else "",
        **{name: getattr(card, name) for name in ("issued_on", "until_on", "charge")},
        "arrears_note": card.arrears_note or (_("无欠费") if card.issued_on else ""),
        "replaces": str(card.replaces or ""),
        "issued_by": card.issued_by or "",
    }


CUSTODY_PAPER = Paper(
    "key_custody",
    "钥匙委托（留存）书",
    "F08",
    "keys/key_custody.docx",
    CUSTODY,
    custody_values,
    copies=(mark("① 业主联"), mark("② 服务中心联")),
    pages=1,
    page_size="A5",
    signatures=(mark("业主"), mark("接收人")),
)
LOAN_SLIP = Paper(
    "key_loan",
    "钥匙借用单",
    "F09",
    "keys/key_loan.docx",
    LOAN,
    loan_values,
    pages=1,
    page_size="A5 landscape",
    signatures=(mark("借用人"),),
)
LOAN_REGISTER = Paper("key_loans", "钥匙借用登记表", "F09-2", "keys/key_loans.docx", LOANS, loans_values)
KEY_REGISTER = Paper("key_register", "钥匙台账", "F09-3", "keys/key_register.docx", KEYS, keys_values)
CARD_PAPER = Paper(
    "card_application",
    "车位/门禁卡办理表",
    "F17",
    "keys/card_application.docx",
    CARD,
    card_values,
    copies=(mark("① 客服联"), mark("② 财务联")),
    pages=1,
    page_size="A5",
    signatures=(mark("申请人"),),
)
