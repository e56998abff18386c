"""Where each room of a picture is drawn (房屋图排版), in pixels of the whole picture."""

from bisect import bisect_left
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

from desk_app.screens.room_grid import LooseRooms, Picture, RoomCell
from ui import theme

SIZES = ((60, 28), (92, 44), (136, 62))
"""Width and height of a cell at each zoom, in pixels at the usual font size: number; names too; state too."""
NUMBER, NAMES, STATES = range(3)
WIDEST = 150
"""The most pixels a cell is widened to where there is room."""
GAP, UNIT_GAP, MARGIN = 4, 20, 16
AXIS_WIDTH, AXIS_HEIGHT, TITLE_HEIGHT = 56, 32, 36


@dataclass(frozen=True)
class Placed:
    """A room and where it is drawn."""

    cell: RoomCell
    rect: QRect


class RoomLayout:
    """A picture laid out at a zoom for a view `width` pixels wide.

    `floors` are (top, name), `units` (left, right, name), `titles` the headings of loose rooms; `axis_width` and
    `axis_height` are kept free for the floors' and units' names.
    """

    def __init__(self, picture: Picture | None, zoom: int, width: int) -> None:
        self.placed: list[Placed] = []
        self.titles: list[tuple[QRect, str]] = []
        self.floors: list[tuple[int, str]] = []
        self.units: list[tuple[int, int, str]] = []
        self.size = QSize(0, 0)
        has_floors = picture is not None and bool(picture.floors)
        has_units = picture is not None and any(unit.title for unit in picture.units)
        self.axis_width = theme.px(AXIS_WIDTH if has_floors else MARGIN)
        self.axis_height = theme.px(AXIS_HEIGHT if has_units else GAP)
        least = theme.px(SIZES[zoom][0])
        self.cell = QSize(self._widen(least, picture, width), theme.px(SIZES[zoom][1]))
        if picture is not None:
            bottom = self._lay_floors(picture)
            for group in picture.loose:
                bottom = self._lay_loose(group, bottom, width)
            self.size.setHeight(bottom + theme.px(MARGIN))
        self.placed.sort(key=lambda placed: placed.rect.top())
        self._tops = [placed.rect.top() for placed in self.placed]
        self._by_room = {placed.cell.room_id: placed for placed in self.placed}

    def place_of(self, room_id: int | None) -> Placed | None:
        """Return where a room is drawn; None if it isn't."""
        return self._by_room.get(room_id) if room_id is not None else None

    def near(self, top: int, bottom: int) -> list[Placed]:
        """Return what may be seen between two heights."""
        first = bisect_left(self._tops, top - self.cell.height())
        return self.placed[first : bisect_left(self._tops, bottom + 1)]

    def at(self, point: QPoint) -> RoomCell | None:
        """Return the room drawn at a point."""
        found = (placed.cell for placed in self.near(point.y(), point.y()) if placed.rect.contains(point))
        return next(found, None)

    def beside(self, placed: Placed, across: int, down: int) -> Placed | None:
        """Return the nearest room in a direction (one of `across` and `down` is 1 or -1), over gaps but not far aside."""
        here = placed.rect.center()
        best: Placed | None = None
        nearest = 0
        for other in self.placed:
            way = other.rect.center() - here
            ahead = way.x() * across + way.y() * down
            aside = abs(way.x() * down) + abs(way.y() * across)
            cost = ahead + aside * 8
            is_near = ahead > 0 and aside <= ahead * 4 + placed.rect.width()
            if is_near and (best is None or cost < nearest):
                best, nearest = other, cost
        return best

    def _widen(self, least: int, picture: Picture | None, width: int) -> int:
        """Return how wide a cell may be: `least` at least, more where there is room to spare for long names."""
        gap = theme.px(GAP)
        room = width - self.axis_width - theme.px(MARGIN) + gap
        if picture is not None and picture.floors:
            room -= (len(picture.units) - 1) * (theme.px(UNIT_GAP) - gap)
            share = room // picture.width
        else:
            share = room // max(1, room // (least + gap))
        return min(max(least, share - gap), max(least, min(least * 17 // 10, theme.px(WIDEST))))

    def _lay_floors(self, picture: Picture) -> int:
        """Place the rows and columns; return where they end."""
        gap = theme.px(GAP)
        step_across, step_down = self.cell.width() + gap, self.cell.height() + gap
        lefts: dict[int, int] = {}
        left = self.axis_width
        for unit in picture.units:
            start = left
            for column in range(unit.first, unit.first + unit.width):
                lefts[column] = left
                left += step_across
            self.units.append((start, left - gap, unit.title))
            left += theme.px(UNIT_GAP) - gap
        top = self.axis_height
        self.floors = [(top + row * step_down, name) for row, name in enumerate(picture.floors)]
        for (row, column), cell in picture.cells.items():
            self.placed.append(Placed(cell, QRect(QPoint(lefts[column], top + row * step_down), self.cell)))
        self.size.setWidth(left - theme.px(UNIT_GAP) + theme.px(MARGIN))
        return top + len(picture.floors) * step_down

    def _lay_loose(self, group: LooseRooms, top: int, width: int) -> int:
        """Place rooms one after the other in lines as wide as the view; return where they end."""
        gap, left = theme.px(GAP), self.axis_width
        step_across, step_down = self.cell.width() + gap, self.cell.height() + gap
        fit = max(1, (width - left - theme.px(MARGIN) + gap) // step_across)
        if group.title:
            title = f"{group.title}  {len(group.cells)}"
            self.titles.append((QRect(left, top, fit * step_across, theme.px(TITLE_HEIGHT)), title))
            top += theme.px(TITLE_HEIGHT)
        for place, cell in enumerate(group.cells):
            line, column = divmod(place, fit)
            corner = QPoint(left + column * step_across, top + line * step_down)
            self.placed.append(Placed(cell, QRect(corner, self.cell)))
        return top + -(-len(group.cells) // fit) * step_down
