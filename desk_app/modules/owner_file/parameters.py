"""What an office prints on its owner file papers in its own words (业主档案参数); the clauses stand in the templates."""

import datetime
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.fields import Text, Whole
from desk_app.kernel.words import _, mark

_GROUP = mark("业主档案")


class _DaysGood(Whole):
    """For how many days a paper is good: from one day to a year."""

    def read(self, text: str, today: datetime.date | None) -> Any:
        days = super().read(text, today)
        if not 1 <= days <= 366:
            raise ValueError(_("{label}应在 1 到 366 之间：{text}").format(label=self.label, text=text[:30]))
        return days


settings.declare(
    "covenant_name",
    Text("规约名称"),
    mark("临时管理规约"),
    _GROUP,
    mark("印在业主承诺书上；业主大会通过管理规约后改为管理规约"),
)
settings.declare(
    "service_contract_name",
    Text("物业服务合同名称"),
    mark("前期物业服务合同"),
    _GROUP,
    mark("印在业主承诺书上"),
)
settings.declare(
    "file_contents",
    Text("档案应有资料", required=False),
    mark(
        "入住通知书、业主资料登记表、管理规约承诺书、前期物业服务合同、个人信息告知同意书、收楼物品移交清单、房屋交接验收表、入住手续会签单、身份证复印件、购房合同复印件、房款及契税发票复印件、委托书"
    ),
    _GROUP,
    mark("印在业主档案目录上供逐项核对，用顿号隔开"),
)
settings.declare(
    "residence_proof_days",
    _DaysGood("居住证明有效天数"),
    30,
    _GROUP,
    mark("自开具之日起，印在居住证明上"),
)
settings.declare(
    "personal_data_contact",
    Text("个人信息负责人及联系方式", required=False),
    "",
    _GROUP,
    mark("印在个人信息告知同意书上；不填则印服务电话"),
)
settings.declare(
    "personal_data_recipients",
    Text("向谁提供个人信息"),
    mark("建设单位（保修返修）、装修施工单位及维修单位（上门服务）、公安机关及街道、社区（依法履职）"),
    _GROUP,
    mark("印在个人信息告知同意书上（个人信息保护法第二十三条）"),
)
settings.declare(
    "personal_data_kept",
    Text("个人信息保存期限"),
    mark("物业服务期间及服务关系终止后三年；法律、行政法规另有规定的从其规定"),
    _GROUP,
    mark("印在个人信息告知同意书上（个人信息保护法第十七条、第十九条）"),
)


def worded(name: str) -> str:
    """Return a parameter's text, the shipped one in the language in use."""
    return _(str(settings.value(name) or ""))
