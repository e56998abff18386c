"""What is reported of an incident (重大投诉（事件）报告, F25): the facts, who complains, and the two limits."""

from typing import Any

from desk_app.kernel.kind import Draft
from desk_app.kernel.limits import due_by
from desk_app.kernel.papers import Paper, Placeholder
from desk_app.kernel.words import mark
from desk_app.modules.complaints.records import Complaint

Values = dict[str, Any]

REPORT = (
    Placeholder("number", "编号", sample="SK-202611-0001"),
    Placeholder("name", "事件", needed=True, sample="2 号楼停电 1123"),
    Placeholder("began_at", "发生时间", shape="moment"),
    Placeholder("place", "地点", sample="2 号楼"),
    Placeholder("rooms", "涉及户数", sample="3"),
    Placeholder(
        "rows",
        "涉及客户",
        (
            Placeholder("no", "序号"),
            Placeholder("room", "房号", sample=("2-1-301", "2-1-402", "2-2-101")),
            Placeholder("client", "客户", sample=(mark("张三"), mark("李四"), mark("王五"))),
            Placeholder("received_at", "受理时间", shape="moment"),
            Placeholder("state", "状态", sample=(mark("处理中"), mark("处理中"), mark("受理"))),
        ),
    ),
    Placeholder("facts", "经过", sample="19:05 起 2 号楼全部停电，经查为低压开关跳闸。"),
    Placeholder("impact", "影响与损失", sample="48 户停电约 2 小时，两部电梯停运。"),
    Placeholder("measures", "已采取措施", sample="启动应急照明，联系供电公司。"),
    Placeholder("needs", "需协调事项", sample="请公司协调供电公司出具说明。"),
    Placeholder("reported", "上报", sample="陈经理 11-23 19:30 电话"),
    Placeholder("answer_by", "答复期限", shape="moment"),
    Placeholder("solve_by", "解决期限", shape="moment"),
    Placeholder("closed_at", "结案时间", shape="moment"),
)


def report_values(draft: Draft) -> Values:
    """Return the values of F25; the limits run from the first complaint, or from the incident where none came in."""
    incident = draft.record
    complaints = list(
        Complaint.select()
        .where(Complaint.incident == (incident.id or 0), Complaint.state != "void")
        .order_by(Complaint.received_at, Complaint.id)
    )
    begins = complaints[0].received_at if complaints else incident.began_at
    reported = f"{incident.reported_at:%m-%d %H:%M}" if incident.reported_at else ""
    return {
        **{
            name: getattr(incident, name) or ""
            for name in ("number", "name", "facts", "impact", "measures", "needs")
        },
        "began_at": incident.began_at,
        "place": incident.place or str(incident.building or ""),
        "rooms": str(len({one.room_id or one.client for one in complaints})),
        "rows": [
            {
                "no": str(place),
                "room": str(one.room or ""),
                "client": one.client,
                "received_at": one.received_at,
                "state": Complaint.state.show(one.state),
            }
            for place, one in enumerate(complaints, 1)
        ],
        "reported": " ".join(filter(None, (incident.reported_to, reported, incident.reported_way))),
        "answer_by": due_by("limit_major_answer", begins) if begins else None,
        "solve_by": due_by("limit_major_solve", begins) if begins else None,
        "closed_at": incident.closed_at,
    }


INCIDENT_PAPER = Paper(
    "incident_report",
    "重大投诉（事件）报告",
    "F25",
    "complaints/incident_report.docx",
    REPORT,
    report_values,
    signatures=(mark("报告人"), mark("公司领导")),
)
