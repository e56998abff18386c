"""The money of the sample community (演示收费): tariffs, bindings, meters, two posted months most of which is paid.

Everything goes through the doors a clerk, an accountant and a cashier use, each on the day it would have happened.
"""

import calendar
import datetime
import random
import uuid
from collections.abc import Sequence

from desk_app.kernel import settings, store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import among, insert_rows, transaction
from desk_app.kernel.words import _
from desk_app.modules.billing import runs, starting
from desk_app.modules.billing.kinds import FEE_BINDINGS, FEE_ITEMS, TARIFFS
from desk_app.modules.billing.months import first_day, last_day, next_period, period_of
from desk_app.modules.billing.records import Bill, FeeBinding, FeeItem, Tariff, TariffPrice
from desk_app.modules.cashier import deposits, payments
from desk_app.modules.cashier.deposits import DepositTaken
from desk_app.modules.cashier.payments import Payment
from desk_app.modules.cashier.tenders import Tender
from desk_app.modules.estate.records import Room
from desk_app.modules.meters import readings, scale
from desk_app.modules.meters.kinds import METERS
from desk_app.modules.meters.records import Meter
from desk_app.modules.people.records import Holding, Person

SINCE = datetime.date(2019, 1, 1)
"""The day the prices begin."""
BILLED_ON = 20
"""The day of the month its bills are made."""
MONTHS = 2
MOST_PAYERS = 300
"""Rooms of a large sample that pay at all; all of them are billed."""
MOST_METERS = 60
PAID_IN_PERCENT = 90
DEPOSITS = 8
PREPAID = 100_000
"""Fen that some rooms pay beyond their bills."""
UNREAD = 4
"""Meters not read yet in the month under way."""
BURST = 95_000
"""What a burst pipe adds to a reading, in 1/1,000 m³: it is held until somebody has looked."""
WAYS = ("cash", "wechat", "alipay", "transfer")
HOW_OFTEN = (35, 45, 15, 5)


class DemoMoney:
    """Fills a sample book with two months of money before the desk's day; the same book each time."""

    def __init__(self, desk: Desk, draw: random.Random) -> None:
        self.desk = desk
        self.draw = draw
        this = period_of(desk.today)
        self.periods = [next_period(this, back - MONTHS) for back in range(MONTHS)]
        self.owners: dict[int, tuple[int, str]] = {}
        self.reference = 4_200_000_000

    def fill(self) -> None:
        """Make it all, in one transaction."""
        with transaction():
            flats = [
                room.id for room in Room.select(Room.id).where(Room.use == "residence").order_by(Room.id)
            ]
            spaces = [room.id for room in Room.select(Room.id).where(Room.use == "parking").order_by(Room.id)]
            first = self._at(first_day(self.periods[0]))
            settings.change({"bills_from": str(self.periods[0])}, first)
            self._owners(flats)
            self._bind_flats(self._tariff("WY", _("高层住宅"), "area", "㎡", 23_500, first), flats, first)
            self._bind_flats(self._tariff("LJ", _("居民住户"), "fixed", "户", 80_000, first), flats, first)
            self._bind_spaces(spaces, first)
            meters = self._meters(flats[:MOST_METERS], first)
            for period in self.periods:
                self._read(meters, period)
                self._bill(period)
                self._pay(flats[:MOST_PAYERS], period)
            this = period_of(self.desk.today)
            self._read(meters[UNREAD : UNREAD + 1], this, BURST)
            self._read(meters[UNREAD + 1 :], this)
            self._deposits(flats)

    def _at(self, day: datetime.date) -> Desk:
        """Return the desk on an earlier day, in the morning."""
        at = datetime.datetime.combine(min(day, self.desk.today), datetime.time(9, 30))
        return Desk(self.desk.actor, lambda: at)

    def _owners(self, flats: Sequence[int]) -> None:
        query = Holding.select(Holding.room, Person.id, Person.name).join(Person)
        query = query.where(among(Holding.room, flats[:MOST_PAYERS]), Holding.role == "owner")
        for room_id, person_id, name in query.order_by(Holding.id.desc()).tuples():
            self.owners[room_id] = (person_id, name)

    def _tariff(self, code: str, name: str, basis: str, unit: str, price: int, desk: Desk) -> Tariff:
        item = store.find_by(FEE_ITEMS, code=code)
        assert item is not None
        draft = store.new(TARIFFS, item=item.record, name=name, basis=basis, unit=unit)
        draft.rows["prices"] = [TariffPrice(from_on=SINCE, price=price)]
        return store.save(draft, desk).record  # type: ignore[no-any-return]

    def _bind_flats(self, tariff: Tariff, flats: Sequence[int], desk: Desk) -> None:
        """Bind the flats handed over; those a large sample has beyond the usual number are only written down."""
        starting.bind_rooms(tariff, flats[:MOST_PAYERS], desk)
        more = Room.select(Room.id, Room.handed_over_on).where(among(Room.id, flats[MOST_PAYERS:]))
        more = more.where(Room.handed_over_on.is_null(False)).tuples() if flats[MOST_PAYERS:] else ()
        rows = [(1, room_id, tariff.id, 1, from_on, "active") for room_id, from_on in more]
        insert_rows(FeeBinding, ("version", "room", "tariff", "count", "from_on", "state"), rows)

    def _bind_spaces(self, spaces: Sequence[int], desk: Desk) -> None:
        tariff = self._tariff("TC1", _("地下车位"), "fixed", "位", 800_000, desk)
        batch = store.Batch(desk, _("演示数据"))
        for room_id in spaces:
            batch.create(store.new(FEE_BINDINGS, room=room_id, tariff=tariff, from_on=SINCE))
        batch.finish()

    def _meters(self, flats: Sequence[int], desk: Desk) -> list[Meter]:
        """Make a water meter for each flat handed over, with its first reading and its fee."""
        tariff = self._tariff("SF", _("居民用水"), "meter", "m³", 34_500, desk)
        batch = store.Batch(desk, _("演示数据"))
        meters = []
        before = next_period(self.periods[0], -1)
        for room in Room.select().where(Room.id.in_(list(flats)), Room.handed_over_on.is_null(False)):
            meter = batch.create(store.new(METERS, number=f"S{room.id:06d}", kind="water", room=room))
            value = self.draw.randrange(100, 900) * 1000
            readings.record_reading(
                meter.id, value, last_day(before), before, self._at(last_day(before)), batch=batch
            )
            batch.create(
                store.new(
                    FEE_BINDINGS, room=room, tariff=tariff, meter=meter, from_on=first_day(self.periods[0])
                )
            )
            meters.append(meter)
        batch.finish()
        return meters

    def _read(self, meters: Sequence[Meter], period: int, more: int = 0) -> None:
        """Read the meters for a period; each uses about what it used before, and so much more."""
        day = min(_day_of(period, BILLED_ON - 1), self.desk.today)
        desk = self._at(day)
        batch = store.Batch(desk, _("演示数据"))
        for meter in meters:
            last = scale.last_reading(meter.id)
            assert last is not None
            used = (6 + meter.id % 9 + self.draw.randrange(4)) * 1000
            readings.record_reading(meter.id, last.value + used + more, day, period, desk, batch=batch)
        batch.finish()

    def _bill(self, period: int) -> None:
        desk = self._at(_day_of(period, BILLED_ON))
        runs.post_run(runs.make_run(period, desk).id, desk)

    def _pay(self, flats: Sequence[int], period: int) -> None:
        """Let most rooms pay the period's bills, in the order of days."""
        wanted = [room_id for room_id in flats if self.draw.randrange(100) < PAID_IN_PERCENT]
        begin = _day_of(period, BILLED_ON)
        latest = self.desk.today - datetime.timedelta(days=1)
        paying = sorted(
            (min(begin + datetime.timedelta(days=self.draw.randrange(20)), latest), room_id)
            for room_id in wanted
        )
        bills: dict[int, list[tuple[int, int]]] = {}
        for bill in Bill.select().where(Bill.period == period, Bill.room.in_(wanted)):
            bills.setdefault(bill.room_id, []).append((bill.id, bill.amount))
        for day, room_id in paying:
            if room_id in bills:
                self._take(room_id, tuple(bills[room_id]), self._at(day))

    def _take(self, room_id: int, picks: tuple[tuple[int, int], ...], desk: Desk) -> None:
        person_id, name = self.owners[room_id]
        more = PREPAID if self.draw.random() < 0.04 else 0
        total = sum(fen for _bill, fen in picks) + more
        payments.take_payment(
            Payment(
                room_id=room_id,
                payer_name=name,
                payer_id=person_id,
                request=self._request(),
                picks=picks,
                tenders=(self._tender(total),),
                to_prepaid=more,
            ),
            desk,
        )

    def _deposits(self, flats: Sequence[int]) -> None:
        """Take a deposit from some of the rooms that are being renovated."""
        item = FeeItem.get(FeeItem.code == "ZX3")
        desk = self._at(self.desk.today - datetime.timedelta(days=9))
        rooms = Room.select().where(Room.id.in_(list(flats)[:MOST_PAYERS]), Room.state == "renovating")
        for room in rooms.order_by(Room.id).limit(DEPOSITS):
            person_id, name = self.owners[room.id]
            deposits.take_deposit(
                DepositTaken(
                    room_id=room.id,
                    item_id=item.id,
                    amount=200_000,
                    payer_name=name,
                    payer_id=person_id,
                    request=self._request(),
                    tenders=(self._tender(200_000),),
                ),
                desk,
            )

    def _tender(self, total: int) -> Tender:
        method = self.draw.choices(WAYS, HOW_OFTEN)[0]
        self.reference += 1
        return Tender(method, total, "" if method == "cash" else str(self.reference))

    def _request(self) -> str:
        return str(uuid.UUID(int=self.draw.getrandbits(128)))


def _day_of(period: int, day: int) -> datetime.date:
    """Return a day of the period, or its last one."""
    year, month = divmod(period, 100)
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def fill_money(desk: Desk, draw: random.Random) -> None:
    """Fill a sample book with money, see `DemoMoney`."""
    DemoMoney(desk, draw).fill()
