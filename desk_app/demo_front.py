"""The front desk of the sample community (演示前台): staff, calls, requests, complaints, repairs and keys of the last days.

Everything goes through the same steps as at the desk, each at the hour it would have happened.
"""

import datetime
import random
from typing import Any

from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.kind import RecordKind
from desk_app.kernel.words import _
from desk_app.modules.arrears import guard
from desk_app.modules.complaints.incidents import INCIDENTS, group
from desk_app.modules.complaints.life import COMPLAINTS
from desk_app.modules.estate.records import Room
from desk_app.modules.keys.cards import CARDS
from desk_app.modules.keys.custody import CUSTODIES
from desk_app.modules.keys.loans import KEY_LOANS
from desk_app.modules.keys.records import KeptKey
from desk_app.modules.keys.sets import KEY_SETS
from desk_app.modules.people.holdings import current_holdings, first_phone
from desk_app.modules.reception.calls import CALLS
from desk_app.modules.reception.visitors import VISITORS
from desk_app.modules.repairs.life import REPAIRS
from desk_app.modules.repairs.prices import PRICE_ITEMS
from desk_app.modules.repairs.records import RepairLine
from desk_app.modules.repairs.stock import PARTS, STOCK_ENTRIES
from desk_app.modules.requests.life import REQUESTS
from desk_app.modules.staff.kinds import FIRMS, STAFF
from desk_app.modules.staff.records import Department, Skill

WORKERS = (
    ("赵建国", ("water", "masonry")),
    ("钱志强", ("power", "low_voltage")),
    ("孙立", ("doors", "other")),
)
FIRM = "安信门窗工程公司"
PRICES = (
    ("更换角阀", "", "labour", "water", "次", 3000),
    ("疏通下水", "", "labour", "water", "次", 8000),
    ("更换插座", "", "labour", "power", "次", 2500),
    ("角阀", "DN15", "material", "water", "只", 3800),
    ("五孔插座", "10A", "material", "power", "只", 1800),
)
TROUBLES = (
    ("water", "厨房水槽下角阀漏水"),
    ("power", "客厅插座没电"),
    ("doors", "入户门锁不顺"),
    ("water", "卫生间下水慢"),
    ("power", "走廊灯不亮"),
    ("low_voltage", "对讲没有声音"),
)
COMPLAINED = (
    ("security", "夜间门岗睡岗，外卖随意进出"),
    ("cleaning", "楼道两天没有打扫"),
    ("engineering", "楼上装修超时施工"),
)
OUTAGE = ("整栋楼突然停电", "家里没有电了，楼里停电", "停电两小时没人通知")
ASKED = ("建议在楼门口加装一盏路灯", "希望快递柜移到南门")
QUESTIONS = ("物业费什么时候出账", "装修要准备哪些资料", "车位月卡怎么办理")
VISITS = ("探访亲友", "家政保洁", "中介看房")


class DemoFront:
    """Fills a sample book with a few days of the front desk; the same book each time."""

    def __init__(self, desk: Desk, draw: random.Random) -> None:
        self.desk = desk
        self.draw = draw
        flats = [room.id for room in Room.select(Room.id).where(Room.use == "residence").order_by(Room.id)]
        self.rooms = [room for room in flats if current_holdings(room, desk.today, ("owner",))][:60]

    def fill(self) -> None:
        """Make it all, in one transaction; nothing where nobody lives."""
        if len(self.rooms) < 12:
            return
        with transaction():
            self._people_and_prices()
            self._visitors()
            for place, question in enumerate(QUESTIONS):
                self._answered(question, days=2, hour=9 + place)
            for place, (trade, content) in enumerate(TROUBLES):
                self._repair(place, trade, content)
            for place, (subject, content) in enumerate(COMPLAINED):
                self._complaint(place, subject, content)
            self._outage()
            for place, content in enumerate(ASKED):
                self._request(place, content)
            self._keys()

    def _at(self, days: int, hour: int, minute: int = 0) -> Desk:
        """Return the desk as it was so many days ago at an hour."""
        moment = datetime.datetime.combine(
            self.desk.today - datetime.timedelta(days=days), datetime.time(hour, minute)
        )
        return Desk(self.desk.actor, lambda: min(moment, self.desk.now()))

    def _who(self, place: int) -> dict[str, Any]:
        """Return a room with its owner as the client."""
        room_id = self.rooms[(place * 7 + 3) % len(self.rooms)]
        owner = current_holdings(room_id, self.desk.today, ("owner",))[0]
        return {
            "room": Room.get_by_id(room_id),
            "person": owner.person,
            "client": str(owner.person),
            "phone": first_phone(owner.person_id) or None,
        }

    def _people_and_prices(self) -> None:
        engineering = Department.get_or_none(Department.duty == "engineering")
        self.workers: list[Any] = []
        for name, trades in WORKERS:
            draft = store.new(STAFF, name=name, department=engineering, post=_("维修工"), takes_repairs=True)
            draft.rows["skills"] = [Skill(trade=trade) for trade in trades]
            self.workers.append(store.save(draft, self.desk))
        self.firm = store.save(
            store.new(FIRMS, name=FIRM, trade="doors", contact="周师傅", phone="13800138001"), self.desk
        )
        for name, spec, sort, trade, unit, price in PRICES:
            values = {
                "name": name,
                "spec": spec or None,
                "sort": sort,
                "trade": trade,
                "unit": unit,
                "price": price,
            }
            item = store.save(store.new(PRICE_ITEMS, **values), self.desk).record
            if sort == "material":
                self._stock(item)

    def _stock(self, item: Any) -> None:
        values = {
            "name": item.name,
            "spec": item.spec,
            "unit": item.unit,
            "price_item": item,
            "minimum": 30_000,
        }
        part = store.save(store.new(PARTS, **values), self.desk).record
        entry = store.save(store.new(STOCK_ENTRIES, part=part, quantity=100_000), self._at(6, 9))
        self._step(STOCK_ENTRIES, "book", entry, self._at(6, 9))

    def _visitors(self) -> None:
        for place, reason in enumerate(VISITS):
            desk = self._at(1, 9 + place)
            values = {
                "at": desk.now(),
                "name": f"访客{place + 1}",
                "id_tail": f"{1201 + place}",
                "reason": reason,
            }
            values |= {"room": self._who(place)["room"], "on_duty": "李保安"}
            values["left_at"] = desk.now() + datetime.timedelta(hours=1) if place else None
            store.save(store.new(VISITORS, **values), desk)

    def _call(self, place: int, category: str, content: str, desk: Desk) -> Any:
        who = self._who(place)
        values = {name: who[name] for name in ("room", "person")}
        values |= {
            "caller": who["client"],
            "caller_number": who["phone"],
            "way": "call" if who["phone"] else "visit",
        }
        return store.save(store.new(CALLS, at=desk.now(), category=category, content=content, **values), desk)

    def _answered(self, question: str, days: int, hour: int) -> None:
        desk = self._at(days, hour)
        call = self._call(hour, "question", question, desk)
        self._step(CALLS, "answer", call, desk, answer=_("已向客户说明"))

    def _repair(self, place: int, trade: str, content: str) -> None:
        """Leave each repair one step further than the one before."""
        days, left = 5 - place, len(TROUBLES) - place
        repair = self._registered(place, trade, content, days)
        if left > 1:
            worker = next(
                (one for one in self.workers if any(s.trade == trade for s in one.rows["skills"])), None
            )
            chosen = (worker or self.workers[0]).record
            repair = self._step(REPAIRS, "dispatch", repair, self._at(days, 10), worker=chosen)
        if left > 2:
            why = {"judged_why": _("已过保修期"), "plan": _("更换配件")}
            repair = self._step(REPAIRS, "judge", repair, self._at(days, 11), judgement="paid", **why)
            repair = self._step(REPAIRS, "quote", repair, self._at(days, 11), quoted=6800)
        if left > 3:
            repair = self._done(repair, days)
        if place == 0:
            scores = {"score_quality": 5, "score_manner": 5}
            self._step(REPAIRS, "close", repair, self._at(days - 2, 10), visited_how="phone", **scores)

    def _registered(self, place: int, trade: str, content: str, days: int) -> Any:
        """Return the repair a call became."""
        desk = self._at(days, 9, 10 * place)
        turned = self._step(CALLS, "turn", self._call(place, "repair", content, desk), desk)
        repair = store.load(REPAIRS, turned.record.became_id)
        repair.record.trade = trade
        return store.save(repair, desk)

    def _done(self, repair: Any, days: int) -> Any:
        """Return the repair when the owner agreed to the price, and accepted the work."""
        agreed = {"agreed_by": repair.record.client, "agreed_how": "signed"}
        repair = self._step(REPAIRS, "agree", repair, self._at(days, 11, 20), **agreed)
        repair.rows["lines"] = [
            RepairLine(sort="labour", name="人工", quantity=10_000, price=3000),
            RepairLine(sort="material", name="角阀", spec="DN15", unit="只", quantity=10_000, price=3800),
        ]
        repair = store.save(repair, self._at(days, 11, 30))
        repair = self._step(REPAIRS, "finish", repair, self._at(days, 14), work_done=_("已更换，试验正常"))
        return self._step(REPAIRS, "accept", repair, self._at(days, 14, 20), acceptance="yes")

    def _complaint(self, place: int, subject: str, content: str) -> None:
        days = 3 - place
        who = self._who(20 + place)
        desk = self._at(days, 10)
        complaint = store.save(
            store.new(COMPLAINTS, received_at=desk.now(), subject=subject, content=content, **who), desk
        )
        if place == 2:
            return
        complaint = self._step(
            COMPLAINTS, "judge", complaint, self._at(days, 11), level="minor", ground="minor_1"
        )
        department = Department.get_or_none(Department.duty == subject)
        complaint = self._step(COMPLAINTS, "handle", complaint, self._at(days, 11), department=department)
        if place == 1:
            return
        complaint = self._step(
            COMPLAINTS, "report_back", complaint, self._at(days, 15), result=_("已批评教育并调整排班")
        )
        complaint = self._step(COMPLAINTS, "agree", complaint, self._at(days, 15, 30))
        self._step(
            COMPLAINTS, "reply", complaint, self._at(days, 16), reply_way="phone", satisfaction="satisfied"
        )

    def _outage(self) -> None:
        """Three rooms of one building without light, grouped."""
        building = Room.get_by_id(self.rooms[0]).building_id
        same = [room for room in self.rooms if Room.get_by_id(room).building_id == building][:3]
        if len(same) < 3:
            return
        ids = []
        for place, room_id in enumerate(same):
            desk = self._at(0, 8, 10 + place)
            owner = current_holdings(room_id, desk.today, ("owner",))[0]
            values = {"room": Room.get_by_id(room_id), "person": owner.person, "client": str(owner.person)}
            content = OUTAGE[place]
            ids.append(
                store.save(
                    store.new(COMPLAINTS, received_at=desk.now(), content=content, **values), desk
                ).record.id
            )
        incident = group(ids, _("楼栋停电"), self._at(0, 8, 30))
        assert store.load(INCIDENTS, incident.id)

    def _request(self, place: int, content: str) -> None:
        desk = self._at(1, 9, 30)
        request = store.save(
            store.new(
                REQUESTS, received_at=desk.now(), sort="suggestion", content=content, **self._who(30 + place)
            ),
            desk,
        )
        if place == 0:
            department = Department.get_or_none(Department.duty == "engineering")
            self._step(REQUESTS, "forward", request, desk, department=department)

    def _keys(self) -> None:
        for place, room_id in enumerate(self.rooms[:4]):
            room = Room.get_by_id(room_id)
            number, hook = f"K-{place + 1:04d}", f"A-{place + 1:02d}"
            keys = store.save(
                store.new(KEY_SETS, number=number, hook=hook, room=room, kept=2), self.desk
            ).record
            self._lend_or_keep(place, room, keys)
            card = store.save(store.new(CARDS, number=f"0012{place:04d}", room=room), self.desk)
            if guard.why_not(room_id, "passes", self.desk) is None:
                self._step(CARDS, "issue", card, self._at(0, 8), signed=True)
        plant = {"number": "P-01", "hook": "B-01", "sort": "plant", "place": "1 栋配电间", "kept": 2}
        store.save(store.new(KEY_SETS, **plant), self.desk)

    def _lend_or_keep(self, place: int, room: Any, keys: Any) -> None:
        desk = self._at(0, 8, 20)
        if place == 0:
            loan = store.new(
                KEY_LOANS, key_set=keys, borrower="周师傅", firm=self.firm.record, phone="13800138001", consent="phone",
                consent_at=desk.now(),
            )  # fmt: skip
            self._step(KEY_LOANS, "lend", store.save(loan, desk), desk)
        if place == 1:
            owner = current_holdings(room.id, desk.today, ("owner",))[0].person
            letter = store.new(CUSTODIES, room=room, person=owner, key_set=keys)
            letter.rows["keys"] = [KeptKey(name="入户门", count=1)]
            self._step(CUSTODIES, "keep", store.save(letter, desk), desk, owner_signed=True)

    def _step(self, kind: RecordKind, name: str, draft: Any, desk: Desk, **entries: Any) -> Any:
        fresh = store.load(kind, draft.record.id)
        return store.apply(kind, name, fresh.record.id, fresh.record.version, desk, entries=entries)


def fill_front(desk: Desk, draw: random.Random) -> None:
    """Fill a sample book with the work of the front desk, see `DemoFront`."""
    DemoFront(desk, draw).fill()
