"""Binding many rooms to a tariff at once (批量绑定): which rooms, from which day, what will come of it, then doing it."""

import datetime
from dataclasses import dataclass

from desk_app.kernel.access import Desk
from desk_app.kernel.days import parse_day, show_day
from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.modules.billing.records import FeeBinding, FeeItem, Tariff
from desk_app.modules.billing.starting import ToBind, bind_rooms, preview_binding
from desk_app.modules.estate.records import Building, Room


@dataclass(frozen=True)
class BindPlan:
    """What binding would do: each room with the day its fee begins, or why it is left out."""

    rooms: tuple[ToBind, ...]

    @property
    def count(self) -> int:
        """Return how many rooms would be bound."""
        return sum(not one.why_not for one in self.rooms)

    @property
    def left_out(self) -> tuple[ToBind, ...]:
        """Return the rooms left out."""
        return tuple(one for one in self.rooms if one.why_not)

    @property
    def sentence(self) -> str:
        """Return it in a sentence."""
        if not self.rooms:
            return _("没有符合条件的房屋。")
        told = _("选中 {all} 套，可以绑定 {count} 套").format(
            all=f"{len(self.rooms):,}", count=f"{self.count:,}"
        )
        if self.left_out:
            told += _("，{count} 套不绑定，原因见下").format(count=f"{len(self.left_out):,}")
        return told + _("。")

    @property
    def days(self) -> str:
        """Return from when the fees begin: '2026-11-01 起' or 'from … to …'."""
        begin = sorted(one.from_on for one in self.rooms if one.from_on and not one.why_not)
        if not begin:
            return ""
        if begin[0] == begin[-1]:
            return _("从 {day} 起计费。").format(day=show_day(begin[0]))
        return _("按各自的交付日期计费，最早 {first}，最晚 {last}。").format(
            first=show_day(begin[0]), last=show_day(begin[-1])
        )


class BindRooms:
    """What is chosen; `only_without` leaves out rooms that have this fee item already."""

    def __init__(self, desk: Desk, tariff_id: int | None = None, room_ids: tuple[int, ...] = ()) -> None:
        self.desk = desk
        self.room_ids = room_ids
        self.building_id: int | None = None
        self.use = "" if room_ids else "residence"
        self.only_without = True
        self.from_text = ""
        tariffs = self.tariffs()
        self.tariff_id = tariff_id if tariff_id is not None else (tariffs[0][0] if tariffs else None)

    def tariffs(self) -> list[tuple[int, str]]:
        """Return the tariffs that can be bound to rooms: in force, of an item in use."""
        today = self.desk.today
        query = (
            Tariff.select(Tariff, FeeItem)
            .join(FeeItem)
            .where(
                Tariff.until_on.is_null() | (Tariff.until_on >= today),
                FeeItem.is_used == True,  # noqa: E712 — a condition of the query
            )
        )
        ordered = query.order_by(FeeItem.pays_first.desc(), FeeItem.id, Tariff.name)
        return [(tariff.id, str(tariff)) for tariff in ordered]

    def buildings(self) -> list[tuple[int, str]]:
        """Return the buildings in order."""
        return [(block.id, str(block)) for block in Building.select().order_by(Building.sort_key)]

    def uses(self) -> list[tuple[str, str]]:
        """Return the uses rooms have here, each with its words."""
        stored = [use for (use,) in Room.select(Room.use).distinct().order_by(Room.use).tuples()]
        return [(use, str(Room.use.show(use))) for use in stored]

    def plan(self) -> BindPlan:
        """Return what binding would do; ValueError with a sentence for a day that is none."""
        if self.tariff_id is None:
            return BindPlan(())
        return BindPlan(tuple(preview_binding(self._tariff(), self._rooms(), self._not_before())))

    def bind(self) -> str:
        """Bind the rooms; return what was done in a sentence. DeskError where it is refused."""
        try:
            plan = self.plan()
        except ValueError as error:
            raise DeskError(_("没有绑定：{why}。").format(why=error)) from None
        if not plan.count:
            raise DeskError(_("没有绑定：没有可以绑定的房屋。"))
        tariff = self._tariff()
        wanted = [one.room_id for one in plan.rooms if not one.why_not]
        left = bind_rooms(tariff, wanted, self.desk, self._not_before())
        return _("已绑定 {count} 套房屋：{tariff}。").format(
            count=f"{len(wanted) - len(left):,}", tariff=tariff
        )

    def _tariff(self) -> Tariff:
        return Tariff.get_by_id(self.tariff_id)  # type: ignore[no-any-return]

    def _not_before(self) -> datetime.date | None:
        return parse_day(self.from_text, self.desk.today) if self.from_text.strip() else None

    def _rooms(self) -> list[int]:
        query = Room.select(Room.id)
        if self.room_ids:
            query = query.where(Room.id.in_(list(self.room_ids)))
        if self.building_id is not None:
            query = query.where(Room.building == self.building_id)
        if self.use:
            query = query.where(Room.use == self.use)
        if self.only_without:
            query = query.where(Room.id.not_in(self._having()))
        return [room_id for (room_id,) in query.tuples()]

    def _having(self) -> object:
        """Return the query of rooms that have the tariff's item already."""
        bound = FeeBinding.select(FeeBinding.room).join(Tariff)
        return bound.where(Tariff.item == self._tariff().item_id, FeeBinding.state != "ended")
