"""The papers of the owner file (业主档案表单): what each is called, how many copies, who signs, what it may ask for."""

from desk_app.kernel.kind import Draft
from desk_app.kernel.papers import Pack, PackPaper, Paper
from desk_app.kernel.words import mark
from desk_app.modules.owner_file import card, file_index, letters
from desk_app.modules.people.holdings import current_holdings

OWNER, HANDLER = mark("业主"), mark("经办人")

OWNER_CARD = Paper(
    "owner_card",
    "业主资料登记表",
    "F02",
    "owner_file/owner_card.docx",
    card.CARD,
    card.card_values,
    pages=1,
    series="DJ",
    signatures=(OWNER, HANDLER),
)

COVENANT_UNDERTAKING = Paper(
    "covenant_undertaking",
    "管理规约承诺书",
    "F06",
    "owner_file/covenant_undertaking.docx",
    letters.COVENANT,
    letters.covenant_values,
    pages=1,
    series="CN",
    signatures=(OWNER,),
    each_signs="owners",
)

POWER_OF_ATTORNEY = Paper(
    "power_of_attorney",
    "业主委托书",
    "F07",
    "owner_file/power_of_attorney.docx",
    letters.ATTORNEY,
    letters.attorney_values,
    pages=1,
    series="WT",
    renewed=True,
    signatures=(mark("委托人"), mark("受托人")),
    each_signs="principals",
    may_print=letters.why_no_attorney,
)

RESIDENCE_PROOF = Paper(
    "residence_proof",
    "居住证明",
    "F18",
    "owner_file/residence_proof.docx",
    letters.RESIDENCE,
    letters.residence_values,
    pages=1,
    series="ZM",
    renewed=True,
    signatures=(HANDLER, mark("审批人")),
    may_print=letters.why_no_residence,
)

OWNER_FILE_INDEX = Paper(
    "owner_file_index",
    "业主档案目录",
    "F71",
    "owner_file/owner_file_index.docx",
    file_index.FILE_INDEX,
    file_index.index_values,
    pages=1,
    series="DA",
)

PRIVACY_CONSENT = Paper(
    "privacy_consent",
    "个人信息处理告知同意书",
    "F74",
    "owner_file/privacy_consent.docx",
    letters.PRIVACY,
    letters.privacy_values,
    pages=1,
    series="TY",
    signatures=(mark("本人或监护人"),),
    may_print=letters.why_no_consent,
)


def current_owners(draft: Draft) -> list[tuple[str, int]]:
    """Return the holdings of the room's current owners, each to sign for himself; of a company the paper says why not."""
    holdings = current_holdings(draft.record.id, draft.day, ("owner",))
    return [("holdings", holding.id) for holding in holdings]


OWNER_FILE_PACK = Pack(
    "owner_file",
    "业主建档",
    (
        PackPaper("owner_card"),
        PackPaper("covenant_undertaking", times=2),
        PackPaper(
            "privacy_consent",
            of=current_owners,
            if_none=mark("“{paper}”没有放进套装：这套房屋还没有登记业主。"),
        ),
    ),
)
