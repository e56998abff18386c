"""A sample community (演示小区): invented rooms, people and slips, the same every time it is made."""

import datetime
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk_app import demo_front, demo_money, office
from desk_app.kernel import store
from desk_app.kernel.access import Desk
from desk_app.kernel.database import transaction
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾单仇解查翟区覃"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文海燕雪梅欣怡子涵浩宇晨曦博嘉佳思雨琪"
GOODS = (
    ("双门冰箱", "海尔 银色", "台"),
    ("三人沙发", "布艺 灰色", "张"),
    ("纸箱", "衣物书籍", "个"),
    ("液晶电视", "55 寸", "台"),
    ("实木餐桌", "1.4 米", "张"),
    ("洗衣机", "滚筒", "台"),
    ("床垫", "1.8 米", "张"),
    ("电脑主机", "", "台"),
    ("行李箱", "28 寸", "个"),
)
FLATS_PER_UNIT_FLOOR = 2
UNITS = 2
FLOORS = 15

Step = Callable[[int, int, str], None]


def make_demo(
    path: Path,
    password: str | None = None,
    rooms: int = 240,
    person: str = "",
    texts: dict[str, str] | None = None,
    now: Callable[[], datetime.datetime] = datetime.datetime.now,
    step: Step = lambda done, total, text: None,
) -> office.Office:
    """Make a book of a sample community of about `rooms` flats and return it open."""
    if not 1 <= rooms <= 100_000:
        raise DeskError(_("没有生成：房屋数应在 1 到 100000 之间。"))
    names = {
        "company": _("安和物业服务有限公司"),
        "project": _("翠湖花园服务中心"),
        "service_phone": "0551-6000000",
        "demo": _("是"),
    }
    made = office.create_office(path, password, person or _("陈晓前台"), names | (texts or {}), now)
    with transaction():
        batch = store.Batch(made.desk, _("演示数据"))
        _Community(batch, made.desk, random.Random(20)).build(rooms, step)
        batch.finish()
        step(rooms, rooms, _("正在生成收费数据"))
        demo_money.fill_money(made.desk, random.Random(21))
        demo_front.fill_front(made.desk, random.Random(22))
    return made


class _Community:
    """Draws one invented community."""

    def __init__(self, batch: store.Batch, desk: Desk, draw: random.Random) -> None:
        from desk_app.modules.estate import kinds as estate
        from desk_app.modules.goods_release import slip
        from desk_app.modules.people import kinds as people

        self.batch = batch
        self.desk = desk
        self.draw = draw
        self.estate = estate
        self.people = people
        self.slip = slip
        self.rooms: list[tuple[Any, Any]] = []

    def build(self, rooms: int, step: Step) -> None:
        """Make `rooms` flats in buildings of two units and fifteen floors, their people, cars and some slips."""
        community = self.batch.create(
            store.new(self.estate.COMMUNITIES, name=_("翠湖花园"), address=_("湖滨路 18 号"))
        )
        per_building = UNITS * FLOORS * FLATS_PER_UNIT_FLOOR
        building = None
        for index in range(rooms):
            number, place = divmod(index, per_building)
            if place == 0:
                building = self.batch.create(
                    store.new(self.estate.BUILDINGS, community=community, name=str(number + 1))
                )
            self._room(building, place)
            if index % 50 == 0:
                step(index, rooms, _("正在生成演示数据"))
        self._parking(min(rooms // 4, 400))
        self._slips(min(rooms, 24))
        self._notices()

    def _room(self, building: Any, place: int) -> None:
        unit, within = divmod(place, FLOORS * FLATS_PER_UNIT_FLOOR)
        floor, door = divmod(within, FLATS_PER_UNIT_FLOOR)
        area = self.draw.choice((8950, 10212, 12866, 14300)) * 100
        state = self.draw.choices(
            ("occupied", "let", "vacant", "renovating", "delivered", "undelivered"), (60, 12, 8, 6, 8, 6)
        )[0]
        handed_over = None
        if state != "undelivered":
            handed_over = datetime.date(2019, 6, 1) + datetime.timedelta(days=self.draw.randrange(1800))
        room = self.batch.create(
            store.new(
                self.estate.ROOMS,
                building=building,
                unit=str(unit + 1),
                floor=str(floor + 1),
                label=f"{floor + 1}{door + 1:02d}",
                layout=self.draw.choice((_("两室两厅"), _("三室两厅"), _("四室两厅"))),
                built_area=area,
                inside_area=area * 79 // 10_000 * 100,
                charged_area=area,
                handed_over_on=handed_over,
                state=state,
            )
        )
        owner = self._person()
        self._hold(room, owner, "owner", handed_over, "1/2" if self.draw.random() < 0.2 else None)
        if state == "occupied" and self.draw.random() < 0.5:
            self._hold(room, self._person(owner.name[0]), "family", handed_over, relation=_("配偶"))
        if state == "let":
            self._hold(room, self._person(), "tenant", datetime.date(2025, 3, 1))
        self.rooms.append((room, owner))

    def _person(self, surname: str = "") -> Any:
        from desk_app.modules.people.id_number import check_digit
        from desk_app.modules.people.records import PersonPhone

        draw = self.draw
        name = (surname or draw.choice(SURNAMES)) + "".join(
            draw.choice(GIVEN) for _one in range(draw.choice((1, 2, 2)))
        )
        born = datetime.date(1955, 1, 1) + datetime.timedelta(days=draw.randrange(16000))
        number = f"340104{born:%Y%m%d}{draw.randrange(1000):03d}"
        draft = store.new(self.people.PEOPLE, name=name, id_number=number + check_digit(number))
        draft.rows["phones"] = [PersonPhone(number=f"199{draw.randrange(10**8):08d}", is_first=True)]
        if draw.random() < 0.2:
            draft.rows["phones"].append(
                PersonPhone(number=f"199{draw.randrange(10**8):08d}", whose=_("家人"))
            )
        return self.batch.create(draft)

    def _hold(
        self,
        room: Any,
        person: Any,
        role: str,
        from_on: datetime.date | None,
        share: str | None = None,
        relation: str | None = None,
    ) -> None:
        self.batch.create(
            store.new(
                self.people.HOLDINGS,
                room=room,
                person=person,
                role=role,
                from_on=from_on,
                share=share,
                relation=relation,
            )
        )

    def _parking(self, spaces: int) -> None:
        """Make parking spaces, each with its owner's car."""
        for index in range(spaces):
            room, owner = self.draw.choice(self.rooms)
            space = self.batch.create(
                store.new(
                    self.estate.ROOMS,
                    label=f"B1-{index + 1:03d}",
                    floor="-1",
                    use="parking",
                    state="occupied",
                )
            )
            self._hold(space, owner, "owner", room.handed_over_on)
            plate = "皖A" + "".join(
                self.draw.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _one in range(5)
            )
            if self.draw.random() < 0.8:
                self.batch.create(
                    store.new(
                        self.people.VEHICLES,
                        plate=f"{plate[:-3]}{index:03d}",
                        owner=owner,
                        room=room,
                        space=space,
                        brand=self.draw.choice((_("大众"), _("比亚迪"), _("丰田"))),
                        colour=self.draw.choice((_("白"), _("黑"), _("灰"))),
                    )
                )

    def _slips(self, count: int) -> None:
        """Make goods release slips in every stage of their life, through the same doors a clerk uses."""
        from desk_app.modules.goods_release.records import ConsentCall, ReleasedGoods

        for index in range(count):
            room, owner = self.draw.choice(self.rooms)
            own = index % 3 != 2
            draft = store.new(
                self.slip.SLIPS,
                room=room,
                carrier=owner.name if own else self.draw.choice(SURNAMES) + _("师傅"),
                carrier_relation="owner" if own else "mover",
                nature=self.draw.choice(("move_out", "carry_out", "carry_out", "repair_out")),
                valid_on=self.desk.today,
                owner_name=owner.name,
            )
            picked = self.draw.sample(GOODS, self.draw.randrange(1, 5))
            draft.rows["goods"] = [
                ReleasedGoods(name=name, spec=spec, unit=unit, quantity=self.draw.randrange(1, 4))
                for name, spec, unit in picked
            ]
            answer = "no_answer" if index % 6 == 5 else "agree"
            if not own:
                called_at = self.desk.now().replace(second=0, microsecond=0)
                draft.rows["calls"] = [
                    ConsentCall(
                        called_at=called_at,
                        spoken_to=owner.name,
                        answer=answer,
                        called_by=self.desk.actor.name,
                    )
                ]
            self._walk(store.save(draft, self.desk), index, answer if not own else "agree")

    def _notices(self) -> None:
        """Make one notice that hangs until tomorrow and one that is still a draft."""
        from desk_app.modules.notices.kinds import NOTICES

        tomorrow = self.desk.today + datetime.timedelta(days=1)
        posted = store.new(
            NOTICES,
            category="outage",
            title=_("停水通知"),
            body=_(
                "因生活水箱清洗，将暂停供水。请提前储水，关好水龙头。\n恢复供水后请先放水一两分钟再使用。"
            ),
            scope=_("1 号楼全部住户"),
            begins_at=datetime.datetime.combine(tomorrow, datetime.time(9)),
            ends_at=datetime.datetime.combine(tomorrow, datetime.time(17)),
            places=_("各单元公告栏、电梯轿厢"),
            take_down_on=tomorrow,
        )
        record = store.save(posted, self.desk).record
        store.apply(NOTICES, "post", record.id, record.version, self.desk)
        draft = store.new(
            NOTICES,
            category="activity",
            title=_("邻里节活动"),
            body=_("本周六上午在中心花园举办邻里节，欢迎各位业主、住户参加。"),
        )
        store.save(draft, self.desk)

    def _walk(self, draft: Any, index: int, answer: str) -> None:
        steps = ("issue", "release", "archive")[: index % 4]
        if answer == "no_answer":
            steps = ("hold",)
        told: dict[str, dict[str, Any]] = {
            "archive": {"all_signed": True},
            "release": {"gate_guard": _("李保安")},
        }
        for step in steps:
            entries = told.get(step, {})
            record = draft.record
            draft = store.apply(self.slip.SLIPS, step, record.id, record.version, self.desk, entries=entries)
