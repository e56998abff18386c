"""Which income the money kept of deposits becomes (押金扣款记入)."""

from desk_app.kernel import settings
from desk_app.kernel.errors import DeskError
from desk_app.kernel.fields import Text
from desk_app.kernel.words import _, mark
from desk_app.modules.billing.records import FeeItem

settings.declare(
    "deduction_item",
    Text("押金扣款记入"),
    "PC",
    mark("收费"),
    mark("从押金扣下的钱记作哪个收费项目的收入，填项目代码"),
)


def income_of_deductions() -> int:
    """Return the id of the fee item a deduction is billed as; DeskError if the office's setting names none."""
    code = settings.value("deduction_item")
    item = FeeItem.get_or_none(FeeItem.code == code)
    if item is None or item.nature == "deposit":
        raise DeskError(
            _("没有扣款：收费项目里没有代码为 {code} 的一项，不知道记作什么收入。").format(code=code)
        )
    return int(item.id)
