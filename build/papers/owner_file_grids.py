"""Grids of the owner file (业主档案): the owner's card F02 and the index of a room's file F71 (domain.md 2.1)."""

from collections.abc import Callable, Sequence
from typing import Any

from layout import (
    Cell,
    Part,
    Row,
    Say,
    Words,
    boxes,
    form,
    grid,
    heading,
    label,
    line,
    note,
    remarks,
    row,
    signatures,
    subtitle,
    table,
    ticks,
)
from persons import lists, vehicles

_ROW, _LISTED, _FILED = 7, 6.5, 5.6
"""Millimetres of a row of captioned cells, of a row of a list, and of a row of the index of a file."""


def owner_card(say: Say) -> bytes:
    """Return F02: a page as long as no list is longer than its blank rows; the owner fills in what is blank."""
    return form(
        say,
        ("业主资料登记表", "Owner Registration Card"),
        heading(say, "一、房屋", "1. Room", 6),
        _room(say),
        heading(say, "二、业主", "2. Owner", 6),
        *_owner(say),
        *_lists(say),
        *_others(say),
        note(
            say(
                "☐ 本人已阅读《个人信息处理告知书》，同意物业服务企业为履行物业服务合同处理以上信息；所填内容属实，变更时及时告知。",
                "☐ I have read the privacy notice and agree that the company uses the above to provide its services. What is entered is true; I will report changes.",
            ),
            size=9,
        ),
        signatures(say, ("业主签名", "Owner’s signature"), ("登记人签名", "Registered by"), room=8),
        pages=None,
    )


def _room(say: Say) -> Part:
    return grid(
        say,
        [("房号", "Room", "room"), ("房屋地址", "Address", "address", 2)],
        [("用途", "Use", ticks("use", "　"))],
        [
            ("户型", "Layout", "layout"),
            ("建筑面积", "Gross, ㎡", "built_area"),
            ("套内面积", "Net, ㎡", "inside_area"),
        ],
        [
            ("计费面积", "Charged, ㎡", "charged_area"),
            ("交付日期", "Handed over", "handed_over_on"),
            ("入住日期", "Moved in", "moved_in_on"),
        ],
        [
            ("购房合同号", "Contract no.", "contract_number"),
            ("产权证号", "Title no.", "title_number", 2),
        ],
        height=_ROW,
    )


def _owner(say: Say) -> list[Part]:
    return [
        grid(
            say,
            [
                ("业主", "Owner", "name"),
                ("类别", "Kind", ticks("party", " ")),
                ("性别", "Sex", ticks("gender", " ")),
            ],
            [
                ("证件类型", "ID type", "id_kind"),
                ("证件号码", "ID number", "id_number"),
                ("出生日期", "Born on", "born_on"),
            ],
            [
                ("手机", "Mobile", "phone"),
                ("备用电话", "Other phone", "other_phone"),
                ("产权份额", "Share", "share"),
            ],
            [("通讯地址", "Address", "mail_address", 2), ("电子邮箱", "E-mail", "email")],
            [("户籍地址", "Registered at", "", 2), ("单位联系人", "Contact", "contact_person")],
            [
                ("紧急联系人", "Emergency", "emergency_contact"),
                ("紧急电话", "Its phone", "emergency_phone"),
                ("与业主关系", "Relation", "emergency_relation"),
            ],
            height=_ROW,
        )
    ]


_CO_OWNERS = (
    (4.6, "共有人姓名", "Co-owner", "name", "left"),
    (3, "证件号码", "ID number", "id_number", "left"),
    (1.8, "产权份额", "Share", "share"),
    (2.8, "电话", "Phone", "phone"),
)
_FAMILY = (
    (4.6, "家庭、常住成员", "Family, resident", "name", "left"),
    (3, "与业主关系", "Relation", "relation", "left"),
    (1.8, "年龄段", "Age", "age_group"),
    (2.8, "电话", "Phone", "phone"),
)


def _lists(say: Say) -> list[Part]:
    kept = ((_CO_OWNERS, "co_owners", 2), (_FAMILY, "family", 4), (vehicles(1.8), "vehicles", 2))
    return lists(say, *kept, height=_LISTED)


def _others(say: Say) -> list[Part]:
    return [
        remarks(say, "宠物、特殊照顾需求", "Pets, care", height=9, caption=34),
        grid(
            say,
            [
                (
                    "首选通知方式",
                    "Preferred notice",
                    boxes(
                        say,
                        ("电话", "Phone"),
                        ("短信", "SMS"),
                        ("微信", "WeChat"),
                        ("书面", "In writing"),
                        ("邮箱", "E-mail"),
                    ),
                )
            ],
            caption=34,
            height=_ROW,
        ),
    ]


_IN_THE_BOOK = (
    (0.8, "序号", "No.", "no"),
    (4.8, "资料名称", "Document", "name", "left"),
    (3, "编号或归属", "Number, whose", "number", "left"),
    (1, "份数", "Copies", "copies"),
    (1, "页数", "Pages", "pages"),
    (2, "日期", "Date", "day"),
    (1.6, "形式", "Kept as", "kept_as"),
    (3, "签字", "Signed", "signed"),
)
_LENT = (
    (3, "借阅人", "Borrower"),
    (4, "用途", "Purpose"),
    (2.5, "批准人", "Approved by"),
    (3, "借出时间", "Lent at"),
    (3, "归还时间", "Returned at"),
    (2.5, "经手人", "Handled by"),
)


def owner_file_index(say: Say) -> bytes:
    """Return F71: what the book has of a room, the papers to check by hand, and who borrowed the file."""
    return form(
        say,
        ("业主档案目录", "Owner File Index"),
        grid(
            say,
            [("房号", "Room", "room"), ("业主姓名", "Owner", "owner_name", 2)],
            [("房屋地址", "Address", "address", 2), ("建筑面积", "Gross, ㎡", "built_area")],
            [("交付日期", "Handed over", "handed_over_on"), ("柜号", "Cabinet"), ("盒号", "Box")],
            height=_ROW,
        ),
        subtitle(say, "一、账本里已有的资料", "1. In the book", 10),
        table(say, _IN_THE_BOOK, "contents", least=4, pen=1, height=_FILED, repeat_head=True, small=True),
        subtitle(say, "二、应归档的纸质资料（逐项核对）", "2. Papers to file (tick each)", 10),
        table(say, _to_file(say), "expected", pen=1, height=_FILED, repeat_head=True),
        subtitle(say, "三、借阅登记", "3. Lent to", 10),
        _pen_rows(say, _LENT, 3),
        pages=None,
    )


def _to_file(say: Say) -> list[tuple[Any, ...]]:
    kept = boxes(say, ("原件", "Orig."), ("复印", "Copy"), between="  ")
    return [
        (0.9, "序号", "No.", "no"),
        (6.4, "资料名称", "Document", "name", "left"),
        (1, "份数", "Copies"),
        (1, "页数", "Pages"),
        (2.2, "归档日期", "Filed on"),
        (3.4, "原件／复印件", "Original, copy", kept),
    ]


def _pen_rows(say: Say, columns: Sequence[tuple[float, str, str]], count: int) -> Part:
    """Return a captioned head and `count` rows to write in by hand."""
    whole = sum(share for share, *_words in columns)

    def make(width: float) -> list[Row]:
        head = [_head(width * share / whole, say, words) for share, *words in columns]
        blank = [Cell(width * share / whole, line()) for share, *_words in columns]
        return [*row(_FILED, *head), *row(7, *blank) * count]

    return make


def _head(width: float, say: Say, words: Words) -> Cell:
    return Cell(width, line(label(say(*words), 9), align="center", height=11), shade=True, margin=0.4)


FORMS: dict[str, Callable[[Say], bytes]] = {
    "owner_file/owner_card.docx": owner_card,
    "owner_file/owner_file_index.docx": owner_file_index,
}
"""The file below `templates_docx` and what makes it."""
