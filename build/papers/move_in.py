"""Letters of moving in (入住): letting undertaking F14, safety agreement F15, moving guide F16.

Law: 民法典 942, 945, 1254; 物业管理条例 41, 45-47; 消防法 18, 21, 28; 高层民用建筑消防安全管理规定 37 (domain.md 4).
"""

from collections.abc import Callable

from layout import (
    A5,
    Say,
    body,
    clauses,
    form,
    gap,
    grid,
    is_chinese,
    only_when,
    or_day,
    salutation,
    signatures,
    subtitle,
    ticks,
)
from persons import COMPANY, undersigned


def owner_letting_undertaking(say: Say) -> bytes:
    """Return F14: what the owners promise for their tenant (物业管理条例 41, 47)."""
    size = 11.5 if is_chinese(say) else 11
    return form(
        say,
        ("业主承诺书（出租）", "Owner’s Undertaking on Letting"),
        salutation(say, *COMPANY, size=size),
        body(
            say,
            (
                "本人（本单位）系 {{ address }}（房号 {{ room }}）的业主，现将该房屋出租。依据《中华人民共和国民法典》第九百四十五条和《物业管理条例》第四十一条、第四十七条，将出租情况告知贵公司并承诺如下：",
                "I (we) own {{ address }} (room {{ room }}) and let it. Under Article 945 of the Civil Code and Articles 41 and 47 of the Regulations on Property Management I (we) inform you of the letting and undertake as follows:",
            ),
            size=size,
        ),
        grid(
            say,
            [("承租人", "Tenant", "tenant_name"), ("联系电话", "Phone", "tenant_phone")],
            [("证件类型", "ID type", "tenant_id_kind"), ("证件号码", "ID number", "tenant_id_number")],
            [("租期", "Lease", say(f"{or_day(say, 'from_on_in_full')}　至　{or_day(say, 'until_on_in_full')}", f"{or_day(say, 'from_on_in_full')} to {or_day(say, 'until_on_in_full')}"))],
            [("用途", "Use", ticks("lease_use"))],
        ),
        gap(2),
        _letting_clauses(say, size),
        *undersigned(say, ("业主", "Owner"), "owners", "owner"),
        pages=None,
    )  # fmt: skip


def _letting_clauses(say: Say, size: float) -> str:
    """Return what the owners promise."""
    return clauses(
        say,
        (
            "已核验承租人身份，以上情况真实；续租、退租、更换承租人或者联系方式变更的，及时书面告知物业服务人。",
            "I have verified the tenant’s identity and the above is true; I will give prompt written notice of renewal, end of the lease, another tenant or new contact details.",
        ),
        (
            "已将管理规约和物业服务合同中有关使用人的规定告知承租人并要求遵守；**承租人及其同住人违反规定的，本人依法承担连带责任**。",
            "I have told the tenant what the covenant and the service contract ask of users; **for breaches by the tenant or those living there I am jointly liable by law**.",
        ),
        (
            "物业费由 " + ticks("fee_payer", "　") + " 交纳；约定由租户交纳的，**本人负连带交纳责任**。",
            "The service fee is paid by " + ticks("fee_payer", "　") + "; where the tenant is to pay, **I am jointly liable for them**.",
        ),
        (
            "不将厨房、卫生间、阳台、地下储藏室等出租供人居住，不擅自隔断房间、改变房屋用途和承重结构。",
            "I let no kitchen, bathroom, balcony or cellar to live in, and neither partition rooms nor change the use or the load-bearing structure.",
        ),
        (
            "保证出租房屋及其水、电、燃气设施符合安全要求；承租人装修的，须经本人书面同意并先行申报。",
            "The property and its water, power and gas installations are safe; any renovation by the tenant needs my written consent and prior registration.",
        ),
        (
            "承租人搬出家具、电器等大件物品时，本人到场、书面委托或者电话核实同意后，由物业服务人开具物品放行条。",
            "When the tenant moves furniture or appliances out, the goods release slip is issued once I agree in person, by written authority or on the telephone.",
        ),
        (
            "本承诺书一式两份，业主和物业服务企业各执一份，自签名（盖章）之日起至租期届满、承租人迁出之日止有效。",
            "Made in two copies, one for each side; effective from the day it is signed until the lease has ended and the tenant has left.",
        ),
        size=size,
    )  # fmt: skip


def safety_agreement(say: Say) -> bytes:
    """Return F15: who sees to public order and fire safety in a flat or shop; two pages."""
    size = 12 if is_chinese(say) else 11.5
    return form(
        say,
        ("安全责任书", "Safety Responsibility Agreement"),
        grid(
            say,
            [("甲方", "Party A", "company", 2), ("服务电话", "Service phone", "service_phone")],
            [("乙方", "Party B", "name"), ("身份", "Status", "role"), ("联系电话", "Phone", "phone")],
            [("证件类型", "ID type", "id_kind"), ("证件号码", "ID number", "id_number", 2)],
            [("房屋地址", "Property", "address", 2), ("房号", "Room", "room")],
        ),
        gap(1.5),
        body(
            say,
            (
                "为维护小区治安和消防安全，保护人身、财产安全，依据《中华人民共和国民法典》《中华人民共和国消防法》《物业管理条例》等法律法规，甲（物业服务企业）、乙（房屋使用人）双方签订本责任书。",
                "To keep the community orderly and safe from fire and to protect people and property, Party A (the property company) and Party B (the user of the property) agree, under the Civil Code, the Fire Protection Law and the Regulations on Property Management, as follows.",
            ),
            size=size,
        ),
        *_duties_of_company(say, size),
        *_duties_of_user(say, size),
        *_emergencies(say, size),
        gap(2),
        grid(
            say,
            [("甲方安全管理人", "Party A’s safety officer", "safety_person"), ("乙方防火责任人", "Party B’s fire-safety person", "fire_person"), ("联系电话", "Phone", "fire_phone")],
            caption=24,
            height=10,
        ),
        signatures(say, ("甲方（盖章）　经办人签名", "Party A (seal), signature"), ("乙方（盖章）签名", "Party B (seal), signature"), room=26),
        pages=2,
    )  # fmt: skip


def _duties_of_company(say: Say, size: float) -> tuple[str, ...]:
    return (
        subtitle(say, "一、甲方责任", "I. Duties of Party A", size=size),
        clauses(
            say,
            (
                "依法维护管理共用消防设施、器材和疏散标志，保障疏散通道、安全出口、消防车通道畅通，提供消防安全防范服务。",
                "Party A maintains the common fire installations, equipment and exit signs by law, keeps exits, escape routes and fire lanes free, and provides fire-safety services.",
            ),
            (
                "做好门岗值守、巡逻和秩序维护，开展安全提示和消防演练；接到求助后及时到场协助，并按规定报告。",
                "Party A keeps the gate, patrols and order, gives safety notices and holds fire drills; when called it comes without delay, helps, and reports as required.",
            ),
            (
                "对违反治安、消防、装饰装修等法律法规的行为及时采取合理措施制止，向有关行政主管部门报告并协助处理。",
                "Party A takes reasonable measures to stop breaches of the law on public order, fire safety and renovation, reports them to the authorities and helps to deal with them.",
            ),
            size=size,
            lead=True,
        ),
    )


def _duties_of_user(say: Say, size: float) -> tuple[str, ...]:
    return (
        subtitle(say, "二、乙方责任", "II. Duties of Party B", size=size),
        clauses(
            say,
            (
                "**用电**　使用合格的电器和线路，不私拉乱接、超负荷用电；外出时关闭电源，不将电动自行车电池带入室内充电。",
                "**Electricity.** Party B uses sound appliances and wiring, adds no unauthorised wires, overloads none, switches off when leaving, and charges no e-bicycle batteries indoors.",
            ),
            (
                "**用气**　使用合格的燃气器具和连接管，用后关阀，不擅自改装燃气设施；发现泄漏立即关阀、开窗，到室外安全处报修。",
                "**Gas.** Party B uses sound gas appliances and hoses, closes the valve after use and alters no gas installation; on a leak it closes the valve, opens the windows and calls from a safe place outdoors.",
            ),
            (
                "**通道**　不占用、堵塞、封闭疏散通道、安全出口和消防车通道，不在楼道、门厅、电梯厅堆放物品，不遮挡消火栓。",
                "**Passages.** Party B neither occupies nor blocks escape routes, exits and fire lanes, leaves nothing in stairwells and lobbies, and keeps hydrants free.",
            ),
            (
                "**电动自行车**　在指定地点停放、充电，不在公共门厅、疏散走道、楼梯间停放或者充电，不推入电梯轿厢。",
                "**E-bicycles.** They are parked and charged only where provided, never in lobbies, corridors or stairwells, and are not taken into lifts.",
            ),
            (
                "**易燃易爆**　不生产、储存、经营易燃易爆等危险物品；不违规燃放烟花爆竹；需要动火作业的，先办理审批并落实防护措施，由持证人员操作。",
                "**Flammables.** Party B makes, stores and sells nothing flammable or explosive and sets off no fireworks against the rules; hot work needs prior approval, protection and certified workers.",
            ),
            (
                "**消防设施**　不损坏、挪用、擅自拆除或者停用消防设施、器材和标志；会使用灭火器，熟悉疏散路线，配合消防检查和演练。",
                "**Fire equipment.** Party B neither damages, borrows, removes nor disables it, can use an extinguisher, knows the escape routes, and takes part in inspections and drills.",
            ),
            (
                "**房屋使用**　不擅自改变用途和承重结构，不违规隔断群租，不将厨房、卫生间、阳台、地下储藏室供人居住；装饰装修先申报。",
                "**Use.** Party B changes neither use nor load-bearing structure, does not partition and sublet against the rules, lets nobody live in kitchens, bathrooms, balconies or cellars, and registers any renovation first.",
            ),
            (
                "**治安**　如实登记同住人，遵守门禁、访客和车辆管理规定，搬出大件物品凭物品放行条；不从事赌博、吸贩毒、传销等违法活动。",
                "**Public order.** Party B registers those living there truthfully, keeps to the rules for access, visitors and vehicles, moves large items out on a goods release slip, and takes no part in gambling, drugs, pyramid selling or other offences.",
            ),
            (
                "**高空抛物**　不从建筑物中抛掷物品，检查加固阳台、窗台的搁置物和悬挂物；文明养犬，不制造超过规定的噪声。",
                "**Falling objects.** Party B throws nothing from the building and secures what stands or hangs on balconies and sills; it keeps dogs properly and makes no more noise than allowed.",
            ),
            (
                "**告知和照看**　向同住人、员工、访客和施工人员告知本责任书内容；照看好老人、儿童和行动不便的人。",
                "**Others.** Party B tells those living with it, staff, visitors and workers of this agreement, and looks after the old, children and those who move with difficulty.",
            ),
            first=4,
            size=size,
            lead=True,
        ),
    )


def _emergencies(say: Say, size: float) -> tuple[str, ...]:
    return (
        subtitle(say, "三、应急、责任和期限", "III. Emergencies, Liability and Term", size=size),
        clauses(
            say,
            (
                "发生火灾立即拨打 119 并按疏散路线撤离，不乘电梯；发生治安案件拨打 110{% if police_phone %}或者辖区派出所 {{ police_phone|one_line }}{% endif %}，需要急救拨打 120；同时告知甲方 {{ service_phone|one_line }}。",
                "On fire call 119 at once and leave by the escape route, not by lift; on a crime call 110{% if police_phone %} or the local police, {{ police_phone|one_line }}{% endif %}, for an ambulance 120; and tell Party A on {{ service_phone|one_line }}.",
            ),
            (
                "乙方违反本责任书的，甲方有权劝阻、制止，要求限期改正；拒不改正或者已造成事实后果的，甲方报告有关行政主管部门依法处理。",
                "If Party B breaches this agreement, Party A may dissuade and stop it and ask for correction within a period; if refused, or if harm is done, Party A reports to the competent authority.",
            ),
            (
                "因一方过错造成他人人身、财产损害或者公共设施损坏的，由过错方依法承担赔偿责任；甲方未履行职责的，依法承担相应责任。",
                "Who by his fault harms people or property or damages common facilities is liable by law; Party A answers by law for duties it did not perform.",
            ),
            (
                f"本责任书自 {or_day(say, 'from_on_in_full')} 起至 {or_day(say, 'until_on_in_full')} 止，或者至乙方迁出该房屋之日止；一式两份，双方各执一份，自双方签章之日起生效。",
                f"This agreement runs from {or_day(say, 'from_on_in_full')} to {or_day(say, 'until_on_in_full')}, or until Party B has left the property. It is made in two copies, one for each party, and takes effect when both have signed.",
            ),
            first=14,
            size=size,
            lead=True,
        ),
    )


def moving_guide(say: Say) -> bytes:
    """Return F16: a hand-out for the day of the move."""
    size = 11 if is_chinese(say) else 9.5
    return form(
        say,
        ("搬家指引单", "Moving Guide"),
        grid(
            say,
            [("房号", "Room", "room"), ("业主", "Owner", "owner_name")],
            caption=18,
        ),
        only_when("mover", grid(say, [("搬家人", "Moving", say("{{ mover }}（{{ mover_role }}）", "{{ mover }} ({{ mover_role }})"))], caption=18)),
        grid(
            say,
            [("搬家时段", "Hours", "moving_hours")],
            [("路线停车", "Route, parking", "moving_route")],
            [("电梯使用", "Lift", "moving_lift")],
            caption=18,
            height=11,
        ),
        only_when("booked", grid(say, [("已约时段", "Booked", "booked")], caption=18)),
        only_when("van", grid(say, [("搬家车辆", "Van", "van")], caption=18)),
        only_when("moving_deposit", grid(say, [("押金赔偿", "Deposit", "moving_deposit")], caption=18, height=11)),
        gap(1),
        subtitle(say, "注意事项", "Please note", size=size),
        clauses(
            say,
            (
                "请提前一天到服务中心或者电话预约，登记搬家车辆和车牌。",
                "Book a day ahead at the service centre or by telephone, with the number plate of the van.",
            ),
            (
                "**搬出物品凭物品放行条出门**：业主凭本人证件办理；租户须业主到场、书面委托或者电话核实同意。",
                "**Goods leave only with a goods release slip**: owners show their ID; tenants need the owner’s consent in person, in writing or on the telephone.",
            ),
            (
                "搬运时不占用消防通道，不长时间卡挡电梯门和防火门；电梯故障时不要自行扒门，请按求助按钮。",
                "Keep fire lanes free and do not wedge lift or fire doors open; if the lift stops, do not force it, press the alarm.",
            ),
            (
                "包装垃圾请清运到指定地点；爱护公共设施，损坏的照价赔偿。",
                "Take packaging to the place provided; damage to common facilities is to be made good.",
            ),
            (
                "请看管好贵重物品和随行的老人、儿童，选择正规搬家公司。",
                "Look after valuables, old people and children, and choose a reliable firm.",
            ),
            size=size,
        ),
        gap(1),
        grid(
            say,
            [("服务电话", "Service", "service_phone"), ("报警急救", "Emergency", "110 / 119 / 120")],
            caption=18,
        ),
        only_when("police_phone", grid(say, [("派出所", "Police", "police_phone")], caption=18)),
        size=A5,
    )  # fmt: skip


FORMS: dict[str, Callable[[Say], bytes]] = {
    "move_in/owner_letting_undertaking.docx": owner_letting_undertaking,
    "move_in/safety_agreement.docx": safety_agreement,
    "move_in/moving_guide.docx": moving_guide,
}
"""The file below `templates_docx` and what makes it."""
