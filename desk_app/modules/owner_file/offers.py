"""What can be printed for a room and for those who hold it (业主档案): papers and the pack 业主建档."""

from desk_app.kernel.kind import offer
from desk_app.modules.owner_file import papers

offer(
    "rooms",
    papers=(papers.OWNER_CARD, papers.COVENANT_UNDERTAKING, papers.OWNER_FILE_INDEX),
    packs=(papers.OWNER_FILE_PACK,),
)
offer(
    "holdings",
    papers=(papers.POWER_OF_ATTORNEY, papers.RESIDENCE_PROOF, papers.PRIVACY_CONSENT),
)
