"""Letters of the owner file (业主档案): covenant undertaking F06, power of attorney F07, proof of residence F18, privacy consent F74.

Law: 民法典 162, 165, 169, 939, 944, 945; 物业管理条例 23, 41, 47; 个人信息保护法 13-17, 23, 28-31, 44-50 (domain.md 4).
"""

from collections.abc import Callable

from layout import (
    Say,
    body,
    boxes,
    clauses,
    form,
    gap,
    grid,
    heading,
    is_chinese,
    note,
    only_when,
    or_day,
    salutation,
    sealed,
    signatures,
    signed,
    table,
    tear,
    ticks,
)
from persons import COMPANY, undersigned


def covenant_undertaking(say: Say) -> bytes:
    """Return F06: the buyer's written promise to keep the covenant (物业管理条例 23)."""
    size = 12 if is_chinese(say) else 11.5
    return form(
        say,
        ("管理规约承诺书", "Undertaking to Observe the Covenant"),
        salutation(say, *COMPANY, size=size),
        body(
            say,
            (
                "本人（本单位）系 {{ address }}（房号 {{ room }}，建筑面积 {{ built_area }} 平方米）的业主。依据《中华人民共和国民法典》和《物业管理条例》第二十三条，就遵守《{{ covenant_name }}》郑重承诺如下：",
                "I (we) own {{ address }} (room {{ room }}, floor area {{ built_area }} m²). Under the Civil Code and Article 23 of the Regulations on Property Management I (we) undertake to observe the “{{ covenant_name }}” as follows:",
            ),
            size=size,
        ),
        _covenant_clauses(say, size),
        body(
            say,
            (
                "本承诺书一式两份，业主和物业服务企业各执一份，自承诺人签名（盖章）之日起生效。",
                "Made in two copies, one for the owner and one for the property company; effective on the day it is signed.",
            ),
            size=size,
        ),
        *undersigned(say, ("承诺人", "Owner"), "owners", "owner"),
        pages=None,
    )


def _covenant_clauses(say: Say, size: float) -> str:
    """Return what the owners promise."""
    return clauses(
        say,
        (
            "已收到并认真阅读《{{ covenant_name }}》，其内容已向本人说明，本人理解并自愿遵守。",
            "I have received and read the “{{ covenant_name }}”; it was explained to me, and I will observe it.",
        ),
        (
            "按规划用途使用房屋，不擅自改变房屋用途、外立面和承重结构；装饰装修前事先告知物业服务人，遵守禁止行为和注意事项，配合必要的现场检查。",
            "I will use the property as planned and change neither its use, its outside nor its load-bearing structure; before any renovation I will inform the property company, keep to what is prohibited and advised, and allow the necessary inspections.",
        ),
        (
            "爱护共用部位、共用设施设备，不侵占公共通道、消防车通道和绿地，不在公共门厅、楼道停放电动自行车或者为其充电，不从建筑物中抛掷物品。",
            "I will take care of common parts and facilities, keep common passages, fire lanes and lawns free, neither park nor charge electric bicycles in lobbies and stairwells, and throw nothing from the building.",
        ),
        (
            "按《{{ service_contract_name }}》的约定按时足额交纳物业费等费用，不以未接受或者无需接受相关物业服务为由拒绝交纳。",
            "I will pay the fees agreed in the “{{ service_contract_name }}” in full and on time, and not refuse them because I did not receive or need a service.",
        ),
        (
            "转让、出租、出借房屋或者设立居住权的，及时告知物业服务人，并将《{{ covenant_name }}》告知受让人、承租人及其他使用人；**使用人违反上述规约的，本人依法承担连带责任**。",
            "If I sell, let or lend the property or grant a right of residence, I will inform the property company in time and make the “{{ covenant_name }}” known to the buyer, tenant or user; **for breaches by users I am jointly liable by law**.",
        ),
        (
            "联系方式或者通讯地址变更时及时书面告知；未告知的，按原登记信息发出的通知视为有效送达。",
            "I will give written notice when my telephone or address changes; until then notices sent to those on record count as delivered.",
        ),
        (
            "违反承诺造成他人或者公共利益损害的，依法承担停止侵害、恢复原状、赔偿损失等责任。",
            "If a breach harms others or the community, I am liable by law to cease it, to restore what was there and to pay damages.",
        ),
        size=size,
    )  # fmt: skip


def power_of_attorney(say: Say) -> bytes:
    """Return F07: who acts for the owner in what and how long (民法典 165)."""
    persons = ((9, "姓名", "Name", "name"), (4, "证件类型", "ID type", "id_kind"))
    persons += (
        (8, "证件号码", "ID number", "id_number"),
        (5, "联系电话", "Phone", "phone"),
        (3, "份额", "Share", "share"),
    )
    return form(
        say,
        ("业主委托书", "Power of Attorney"),
        salutation(say, *COMPANY),
        grid(
            say,
            [("房屋地址", "Property", "address", 2), ("房号", "Room", "room")],
            height=9,
        ),
        heading(say, "委托人（业主）", "Principal (owner)"),
        table(say, persons, "principals", name="principal", least=1, height=9),
        heading(say, "受托人", "Agent"),
        grid(
            say,
            [("姓名", "Name", "agent_name"), ("关系", "Relation", "agent_relation"), ("联系电话", "Phone", "agent_phone")],
            [("证件类型", "ID type", "agent_id_kind"), ("证件号码", "ID number", "agent_id_number", 2)],
            height=9,
        ),
        gap(3),
        body(
            say,
            (
                "委托人因故不能亲自到场，现委托上列受托人为代理人，代为办理上述房屋的下列事项（**只限已勾选的事项**）：",
                "The principal cannot come in person and authorises the agent named above to handle, for the property named above, **only the matters ticked below**:",
            ),
            (ticks("matters", "　"), ticks("matters", "　")),
            ("其他事项或者限制：____________________________________", "Other matters or limits: ____________________________"),
            (
                f"委托期限自 {or_day(say, 'from_on_in_full')} 起至 {or_day(say, 'until_on_in_full')} 止。受托人在上述权限和期限内签署的文件、领取的物品和办理的手续，委托人均予承认，由此产生的法律后果由委托人承担。受托人不得转委托。",
                f"The authority runs from {or_day(say, 'from_on_in_full')} to {or_day(say, 'until_on_in_full')}. The principal acknowledges what the agent signs, receives and does within these limits, and bears its legal consequences. The agent may not delegate it to others.",
            ),
            (
                "委托人提前撤销或者变更委托的，应当书面通知物业服务企业；通知送达前，受托人已办理的事项仍然有效。",
                "If the principal withdraws or changes the authority, the property company must be told in writing; what the agent did before that notice arrived remains valid.",
            ),
        ),
        gap(2),
        signatures(say, ("委托人签名（指印）", "Principal’s signature (fingerprint)"), ("受托人签名", "Agent’s signature"), room=16),
        note(
            say(
                "附件：☐ 委托人证件复印件　☐ 受托人证件复印件　☐ 公证书（如有）　　原件已核对，核验人：________________",
                "Attached: ☐ copy of principal’s ID　☐ copy of agent’s ID　☐ notarial deed (if any)　　Originals checked by: __________",
            )
        ),
        pages=None,
    )  # fmt: skip


def residence_proof(say: Say) -> bytes:
    """Return F18: who lives where since when, under the company's seal; the stub below stays in the office."""
    return form(
        say,
        ("居住证明", "Proof of Residence"),
        gap(8),
        body(
            say,
            (
                "兹证明 {{ name }}（{{ id_kind }}，号码 {{ id_number }}）登记居住于我公司服务的 {{ address }}（房号 {{ room }}），登记身份为 {{ role }}{% if relation %}，与业主 {{ owner_name }} 的关系为 {{ relation }}{% endif %}，自 {{ moved_in_on_in_full }} 起居住至今。",
                "This is to certify that {{ name }} ({{ id_kind }}, number {{ id_number }}) is registered as living at {{ address }} (room {{ room }}), which is in our care, as {{ role }}{% if relation %} ({{ relation }} of the owner {{ owner_name }}){% endif %}, since {{ moved_in_on_in_full }}.",
            ),
            (
                "本证明仅用于办理 ________________________ ，复印件及移作他用无效；有效期至 {{ valid_until_in_full }}。",
                "It serves only for ____________________ ; copies and any other use are void. It is valid until {{ valid_until_in_full }}.",
            ),
            (
                "本证明依据我公司登记资料出具，只说明居住情况，不作为产权、户籍或者其他权利的凭证。特此证明。",
                "It is issued from our records and tells only of residence; it proves neither title, household registration nor any other right.",
            ),
            size=13,
        ),
        gap(6),
        sealed(say, day="issued_on_in_full", size=13),
        gap(12),
        signed(say, ("经办人", "Handled by"), ("审批人", "Approved by"), ("核实电话", "Enquiries", "service_phone"), across=3),
        gap(6),
        tear(say, "（骑缝盖章）　编号 {{ number }}", "(seal across)　No. {{ number }}"),
        heading(say, "居住证明存根", "Proof of Residence — Counterfoil"),
        grid(
            say,
            [("编号", "No.", "number"), ("开具日期", "Issued on", "issued_on"), ("有效期至", "Valid until", "valid_until")],
            [("姓名", "Name", "name"), ("证件号码", "ID number", "id_number", 2)],
            [("房号", "Room", "room"), ("身份", "Status", "role"), ("入住日期", "Living here since", "moved_in_on")],
            [("用途", "Purpose")],
            height=9,
        ),
        signatures(say, ("经办人", "Handled by"), ("审批人", "Approved by"), ("领取人签名", "Received by"), room=6),
    )  # fmt: skip


def privacy_consent(say: Say) -> bytes:
    """Return F74: what becomes of personal data, and the separate consents (个人信息保护法 17, 23, 29-31)."""
    size = 11 if is_chinese(say) else 10.5
    return form(
        say,
        ("个人信息处理告知同意书", "Notice and Consent on Personal Information"),
        body(
            say,
            (
                "{{ name }}（房号 {{ room }}，{{ role }}）：为向您提供物业服务，我们需要处理您的个人信息。依据《中华人民共和国个人信息保护法》告知如下，请您阅读后作出选择。",
                "{{ name }} (room {{ room }}, {{ role }}): to serve you we need to handle some personal information. Under the Personal Information Protection Law we tell you the following; please read it and choose.",
            ),
            size=size,
        ),
        clauses(
            say,
            (
                "**处理者**　{{ company|one_line }}（{{ project|one_line }}）。个人信息负责人及联系方式：{{ contact|one_line }}。",
                "**Who we are.** {{ company|one_line }} ({{ project|one_line }}). In charge of personal information: {{ contact|one_line }}.",
            ),
            (
                "**目的和方式**　用于核验业主（住户）身份、建立房屋档案、计收费用、受理报修和投诉、办理门禁车辆和物品放行、紧急联络，以及履行法律规定的协助义务。以纸质表单和本单位计算机收集、存储、使用，不用于自动化决策和商业营销。",
                "**Why and how.** To verify owners and residents, keep the file of each room, charge fees, handle repairs and complaints, manage access, vehicles and goods leaving, reach you in an emergency, and assist the authorities where the law says so. On paper and on our own computers; not for automated decisions or advertising.",
            ),
            (
                "**种类**　姓名、性别、房号、电话、通讯地址、与业主关系、紧急联系人、车牌等一般信息；证件类型及号码、不满十四周岁未成年人的信息等敏感个人信息。可以不提供与服务无关的信息。",
                "**What.** Name, sex, room, telephone, address, relation to the owner, emergency contact, number plate; and as sensitive information the type and number of your identity document and data of children under fourteen. You need not give what no service requires.",
            ),
            (
                "**敏感个人信息**　证件号码只用于核验身份、订立和履行合同；不满十四周岁未成年人的信息只用于登记同住人和紧急联络。此类信息一旦泄露，可能被冒用身份或者危及人身、财产安全。我们加密存储、按岗位授权查看，对外单据只显示部分号码；不把人脸识别作为唯一的通行方式。",
                "**Sensitive information.** The document number serves only to verify you and to conclude and perform contracts; data of children under fourteen only to register who lives here and for emergencies. If leaked, it could be misused to impersonate or harm you. We store it encrypted, show it only to those whose work needs it, and print it in part only; face recognition is never the only way in.",
            ),
            (
                "**保存期限**　{{ kept|one_line }}。期满后删除或者作匿名化处理。",
                "**How long.** {{ kept|one_line }}. After that it is deleted or made anonymous.",
            ),
            (
                "**向他人提供**　{{ recipients|one_line }}。只提供办理该事项所必需的信息；超出上述范围的，另行取得您的单独同意，法律、行政法规另有规定的除外。",
                "**To whom we give it.** {{ recipients|one_line }}. Only what the matter needs; anything beyond that only with your separate consent, unless the law provides otherwise.",
            ),
            (
                "**您的权利**　您可以随时到服务中心或者致电 {{ service_phone|one_line }} 查阅、复制、更正、补充、删除个人信息，要求解释处理规则，或者撤回同意；我们核验身份后及时办理。撤回不影响此前处理的效力。除属于提供服务所必需的以外，不因您不同意或者撤回同意而拒绝提供服务。",
                "**Your rights.** At the service centre or on {{ service_phone|one_line }} you may at any time see, copy, correct, complete or delete your information, ask how it is handled, or withdraw consent; once you are identified we act without delay. Withdrawal does not affect what was done before. We refuse no service for want of consent, unless the information is necessary for it.",
            ),
            size=size,
        ),
        gap(1.5),
        heading(say, "我的选择（请逐项勾选）", "My choice (please tick each)"),
        grid(
            say,
            [("知情", "Notice", say("☐ 已阅读并知悉以上内容，同意按上述规则处理一般个人信息", "☐ I have read the above and agree to the handling of my general information"))],
            [("敏感信息", "Sensitive", _consent(say, ("处理上述敏感个人信息", "the handling of sensitive information")))],
            [("向他人提供", "To others", _consent(say, ("在上述范围内向他人提供", "its being given to others as described")))],
            height=8,
        ),
        only_when("is_minor", grid(say, [("监护人", "Guardian"), ("关系", "Relation"), ("联系电话", "Phone")], height=9)),
        signatures(say, ("本人（监护人）签名", "Signature (of the guardian for a child)"), ("经办人签名", "Handled by, signature"), room=12),
    )  # fmt: skip


def _consent(say: Say, what: tuple[str, str]) -> str:
    return boxes(say, (f"单独同意{what[0]}", f"I agree separately to {what[1]}"), ("不同意", "I do not"))


FORMS: dict[str, Callable[[Say], bytes]] = {
    "owner_file/covenant_undertaking.docx": covenant_undertaking,
    "owner_file/power_of_attorney.docx": power_of_attorney,
    "owner_file/residence_proof.docx": residence_proof,
    "owner_file/privacy_consent.docx": privacy_consent,
}
"""The file below `templates_docx` and what makes it."""
