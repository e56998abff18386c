"""What can be printed when somebody moves in (入住): papers, the pack 租户入住, and the month's register."""

from desk_app.kernel.kind import offer
from desk_app.modules.move_in import papers

offer("rooms", papers=(papers.MOVING_GUIDE,))
offer(
    "holdings",
    papers=(
        papers.TENANT_FORM,
        papers.OWNER_LETTING_UNDERTAKING,
        papers.SAFETY_AGREEMENT,
        papers.MOVING_GUIDE,
        papers.MOVE_IN_NOTICE,
    ),
    packs=(papers.TENANT_PACK,),
    registers=(papers.MOVE_INS,),
)
offer("move_ins", packs=(papers.TENANT_PACK_OF_MOVE_IN,))
