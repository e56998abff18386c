"""Grids of moving in (入住): notice to the departments F11, monthly register F12, tenant form F13 (domain.md 2.2)."""

from collections.abc import Callable

from layout import (
    Part,
    Say,
    boxes,
    form,
    grid,
    heading,
    note,
    of_month,
    prepared,
    register,
    signatures,
    slips,
    table,
    ticks,
)
from persons import lists, vehicles

_ROW = 7.5
"""Millimetres of a row of captioned cells."""


def move_in_notice(say: Say) -> bytes:
    """Return F11: half a page for each department, the department on its right edge."""
    return slips(
        say,
        ("入住知会单", "Move-in Notice"),
        grid(
            say,
            [("房号", "Room", "room"), ("住户姓名", "Resident", "name", 2)],
            [("身份", "As", ticks("role"), 2), ("电话", "Phone", "phone")],
            [("入住日期", "Moves in on", "moves_in_on"), ("搬家时段", "Hours"), ("登记人数", "People", "people_count")],
            [("搬家公司", "Mover"), ("搬家车牌", "Its plate"), ("特殊需求", "Needs")],
            height=_ROW,
        ),
        table(
            say,
            [(20, "部门", "Department", "department"), (144, "注意事项", "What to do", "task", "left"), (18, "完成", "Done", "☐")],
            "sheet.tasks",
            name="task",
            height=8,
        ),
        grid(say, [("备注", "Remarks")], height=13),
        signatures(
            say,
            ("发出人（{{ printed_by }}）", "Sent by ({{ printed_by }})"),
            ("部门签收", "Received by"),
            room=9,
        ),
        name="sheet",
        source="sheets",
        number="number",
        strip="sheet.copy",
    )  # fmt: skip


def department_notices(say: Say) -> bytes:
    """Return F11 of a move-in: half a page for each department that is told, with what it has to do."""
    return slips(
        say,
        ("入住知会单", "Move-in Notice"),
        grid(
            say,
            [("致", "To", "notice.department", 2), ("日期", "Date", "notified_on")],
            [("房号", "Room", "room"), ("住户姓名", "Resident", "name", 2)],
            [("身份", "As", ticks("role"), 2), ("电话", "Phone", "phone")],
            [("入住日期", "Moves in on", "moves_in_on"), ("入住人数", "People", "people_count"), ("VIP", "VIP", "vip")],
            [("搬家时段", "Hours", "slot", 2), ("电梯", "Lift", "lift")],
            [("搬家公司", "Mover", "mover", 2), ("搬家车牌", "Its plate", "plate")],
            height=_ROW,
        ),
        grid(
            say,
            [("特殊需求", "Needs", "needs")],
            [("协助办理", "Help with", "helps")],
            [("收费提示", "Fees", "cashier_note")],
            [("注意事项", "What to do", "notice.task")],
            height=_ROW,
        ),
        grid(say, [("备注", "Remarks")], height=13),
        signatures(
            say,
            ("发出人（{{ printed_by }}）", "Sent by ({{ printed_by }})"),
            ("部门签收", "Received by"),
            ("签收时间", "Received at"),
            room=9,
        ),
        name="notice",
        source="notices",
        number="number",
        strip="notice.department",
    )  # fmt: skip


def move_in_register(say: Say) -> bytes:
    """Return F12: a line for everybody who moved in during the month; what was not checked by the program has a box."""
    columns = (
        (8, "序号", "No.", "no"),
        (26, "房号", "Room", "room", "left"),
        (24, "住户", "Resident", "name", "left"),
        (16, "身份", "As", "role"),
        (21, "入住日期", "Moved in on", "moved_in_on"),
        (21, "租期至", "Lease until", "until_on"),
        (24, "业主", "Owner", "owner_name", "left"),
        (23, "房屋状态", "State", "room_state"),
        (14, "核实业主", "Owner asked", "verified"),
        (12, "承诺书", "Promise", "undertaking"),
        (14, "租赁协议", "Lease", "lease"),
        (12, "资料齐", "Papers", "complete"),
        (24, "门禁卡／车卡", "Cards", "cards"),
        (15, "经办人", "By", "handled_by"),
        (29, "备注", "Remarks", "note", "left"),
    )
    signed = prepared(say, ("条", "entries"))
    return register(
        say,
        ("客户入住记录表", "Move-in Register"),
        columns,
        aside=of_month(say),
        below=[signed],
        empty=("本月没有入住记录", "Nobody moved in this month"),
    )


def tenant_form(say: Say) -> bytes:
    """Return F13: a page as long as no list is longer than its blank rows; the tenant fills in what is blank."""
    return form(
        say,
        ("租户信息表", "Tenant Information"),
        heading(say, "一、房屋与业主", "1. Room and owner", 6),
        grid(
            say,
            [("房号", "Room", "room"), ("房屋地址", "Address", "address", 2)],
            [("业主姓名", "Owner", "owner_name", 2), ("业主电话", "Owner’s phone", "owner_phone")],
            height=_ROW,
        ),
        heading(say, "二、租户", "2. Tenant", 6),
        *_tenant(say),
        heading(say, "三、租赁", "3. Lease", 6),
        _lease(say),
        *_household(say),
        grid(say, [("宠物", "Pets")], height=_ROW),
        *_confirmed(say),
        heading(say, "五、迁出（迁出时填）", "5. Moving out", 6),
        grid(
            say,
            [("迁出日期", "Moved out", "left_on"), ("结清情况", "Settled", "left_settled"), ("放行条号", "Slip no.", "left_slip"), ("经办人", "By", "left_by")],
            caption=18,
            height=8,
        ),
        pages=None,
    )  # fmt: skip


def _confirmed(say: Say) -> list[Part]:
    """Return what the owner confirmed, what the tenant states, and who signs."""
    return [
        heading(say, "四、业主核实", "4. Confirmed by the owner", 6),
        grid(
            say,
            [("核实方式", "How", ticks("verified_how"), 1.7), ("核实时间", "When", "verified_at"), ("核实人", "By whom", "verified_by")],
            height=_ROW,
        ),
        note(
            say(
                "租户声明：以上信息属实；遵守管理规约和安全责任书，租期、同住人变更时三日内告知；迁出前结清约定由本人承担的费用，物品凭放行条出门。",
                "The tenant states that the above is true, keeps the covenant and the safety agreement, reports changes within three days, and settles what is his to pay before moving out.",
            )
        ),
        signatures(
            say,
            ("租户签名（盖章）", "Tenant’s signature (seal)"),
            ("业主签名（到场时）", "Owner’s signature, if present"),
            ("经办人签名", "Handled by"),
            room=9,
        ),
    ]  # fmt: skip


def _tenant(say: Say) -> list[Part]:
    return [
        grid(
            say,
            [("租户名称", "Tenant", "name", 2), ("类别", "Kind", ticks("party", " "))],
            [("证件类型", "ID type", "id_kind"), ("证件号码", "ID number", "id_number", 2)],
            [
                ("电话", "Phone", "phone"),
                ("备用电话", "Other phone", "other_phone"),
                ("单位联系人", "Contact", "contact_person"),
            ],
            [
                ("紧急联系人", "Emergency", "emergency_contact"),
                ("紧急电话", "Its phone", "emergency_phone"),
                ("与租户关系", "Relation", ""),
            ],
            height=_ROW,
        )
    ]


def _lease(say: Say) -> Part:
    payer = boxes(say, ("业主", "Owner"), ("租户", "Tenant"), between="  ")
    return grid(
        say,
        [("租赁起始", "From", "from_on"), ("租赁截止", "Until", "until_on")],
        [("租赁用途", "Use", ticks("lease_use"))],
        [
            ("物业费", "Service fee", ticks("fee_payer")),
            ("水电费", "Utilities", ticks("use_payer")),
            ("停车费", "Parking", payer),
        ],
        [
            (
                "交费方式",
                "Paid by",
                boxes(
                    say,
                    ("现金", "Cash"),
                    ("扫码", "QR code"),
                    ("转账", "Transfer"),
                    ("代扣", "Direct debit"),
                    between="  ",
                ),
                2,
            ),
            ("押金", "Deposit"),
        ],
        height=_ROW,
    )


_CO_RESIDENTS = (
    (4.6, "同住人姓名", "Lives there too", "name", "left"),
    (3, "证件号码", "ID number", "id_number", "left"),
    (2, "关系", "Relation", "relation", "left"),
    (2.8, "电话", "Phone", "phone"),
)


def _household(say: Say) -> list[Part]:
    return lists(say, (_CO_RESIDENTS, "co_residents", 4), (vehicles(2), "vehicles", 2), height=6.8)


FORMS: dict[str, Callable[[Say], bytes]] = {
    "move_in/department_notices.docx": department_notices,
    "move_in/move_in_notice.docx": move_in_notice,
    "move_in/move_in_register.docx": move_in_register,
    "move_in/tenant_form.docx": tenant_form,
}
"""The file below `templates_docx` and what makes it."""
