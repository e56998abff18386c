"""What can be printed for a room that is left (迁出): the pack 迁出结算."""

from desk_app.kernel.kind import offer
from desk_app.modules.transfers.exit_pack import EXIT_PACK

offer("rooms", packs=(EXIT_PACK,))
