"""Charts (图表): bars, stacked bars and a line, drawn by the program itself; a picture of them, and the numbers behind.

A charts library would be under the GPL (QtCharts) or bring 60 MB with it; the office needs three plain shapes.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desk_app.kernel.words import _, language
from desk_app.screens.arrears_charts import Figures
from ui import theme

LEFT_PX, RIGHT_PX, TOP_PX, GAP_PX = 56, 14, 12, 6
LEGEND_PX = 26
"""Room of a legend entry beside its words."""
TICKS = 4
PICTURE = QSize(1280, 560)


class ChartView(QWidget):
    """Draws `Figures`; what a bar stands for is told when it is pointed at."""

    def __init__(self, figures: Figures) -> None:
        super().__init__()
        self.figures = figures
        self._marks: list[tuple[QRectF, str]] = []
        self._for_paper = False
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(280), theme.px(170))
        self.setAccessibleName(figures.title)
        self.setAccessibleDescription(tell(figures))

    def picture(self, size: QSize = PICTURE) -> QImage:
        """Return the chart as a picture on white, with its title, for a letter or the clipboard."""
        marks, self._for_paper = self._marks, True
        made = QImage(size, QImage.Format.Format_RGB32)
        made.fill(self._color("surface"))
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, head = theme.px(RIGHT_PX), theme.px(60)
        title = QRectF(left, 8, size.width() - left, head / 2)
        painter.setFont(theme.font("heading", bold=True))
        painter.setPen(self._color("text"))
        painter.drawText(title, self.figures.title)
        painter.setFont(theme.font("small"))
        painter.setPen(self._color("muted"))
        painter.drawText(title.translated(0, head / 2), self.figures.note)
        self.draw(painter, QRectF(0, head + 8, size.width(), size.height() - head - 16))
        painter.end()
        self._marks, self._for_paper = marks, False
        return made

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the chart into a rectangle, legend and axes included."""
        self._marks = []
        painter.setFont(theme.font("small"))
        letters = QFontMetricsF(painter.font())
        foot = letters.height() + GAP_PX
        left, right = theme.px(LEFT_PX), theme.px(RIGHT_PX)
        lines = self._legend_lines(letters, rect.width() - 2 * right)
        legend = (letters.height() + GAP_PX) * len(lines)
        plot = rect.adjusted(left, theme.px(TOP_PX) + legend, -right, -foot)
        top = self._top()
        self._draw_axis(painter, plot, top)
        self._draw_names(painter, plot)
        if self.figures.sort == "line":
            self._draw_line(painter, plot, top)
        else:
            self._draw_bars(painter, plot, top)
        for number, line in enumerate(lines):
            top_left = QPointF(rect.left() + right, rect.top() + (letters.height() + GAP_PX) * number)
            self._draw_legend(painter, top_left, line)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chart."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, QRectF(self.rect()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is pointed at."""
        self._tell_at(event.position(), event.globalPosition())

    def event(self, event: object) -> bool:  # type: ignore[override]
        """Leave tooltips to the marks."""
        return True if isinstance(event, QHelpEvent) else bool(super().event(event))  # type: ignore[arg-type]

    def told_at(self, at: QPointF) -> str:
        """Return what the mark at a point says, nothing beside one."""
        return next((words for rect, words in reversed(self._marks) if rect.contains(at)), "")

    # -- drawing -------------------------------------------------------------------------------------------------

    @property
    def _names(self) -> tuple[str, ...]:
        """Return the categories drawn."""
        return self.figures.categories[: self.figures.drawn]

    def _top(self) -> int:
        """Return the value at the top of the axis: all of a rate, or a round number over the largest sum."""
        figures = self.figures
        if figures.whole:
            return figures.whole
        sums = [
            sum(row[place] or 0 for row in figures.values)
            if figures.sort == "stacked"
            else max(row[place] or 0 for row in figures.values)
            for place in range(figures.drawn)
        ]
        return round_up(max(sums, default=0))

    def _draw_axis(self, painter: QPainter, plot: QRectF, top: int) -> None:
        for tick in range(TICKS + 1):
            y = plot.bottom() - plot.height() * tick / TICKS
            painter.setPen(QPen(self._color("line"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self._color("muted"))
            box = QRectF(0, y - 10, plot.left() - GAP_PX, 20)
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, int(side), self._scale(top * tick // TICKS))

    def _scale(self, value: int) -> str:
        if self.figures.whole:
            return f"{value * 100 // self.figures.whole}%"
        yuan = value // 100
        if language() != "zh_CN":
            return f"{yuan / 1000:g}k" if yuan >= 1000 else f"{yuan:,}"
        return _("{count} 万").format(count=f"{yuan / 10_000:g}") if yuan >= 10_000 else f"{yuan:,}"

    def _draw_names(self, painter: QPainter, plot: QRectF) -> None:
        """Name the categories below; where there is no room for all, every second or third."""
        names = self._names
        if not names:
            return
        letters = QFontMetricsF(painter.font())
        room = plot.width() / len(names)
        widest = max(letters.horizontalAdvance(name) for name in names) + GAP_PX
        every = max(1, -(-int(widest) // max(1, int(room))))
        painter.setPen(self._color("muted"))
        for place in range(0, len(names), every):
            middle = plot.left() + room * (place + 0.5)
            box = QRectF(middle - widest / 2, plot.bottom() + GAP_PX / 2, widest, letters.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), names[place])

    def _draw_bars(self, painter: QPainter, plot: QRectF, top: int) -> None:
        room = plot.width() / max(1, len(self._names))
        width = min(room * 0.62, theme.px(56))
        for place, category in enumerate(self._names):
            left, base = plot.left() + room * (place + 0.5) - width / 2, plot.bottom()
            for number, series in enumerate(self.figures.series):
                value = self.figures.values[number][place]
                if not value:
                    continue
                height = plot.height() * min(value, top) / max(1, top)
                bar = QRectF(left, base - height, width, height)
                painter.fillRect(bar, self._ink(number))
                if self.figures.sort == "bars":
                    self._name_bar(painter, bar, room, self.figures.shown[number][place])
                self._mark(bar, category, series, self.figures.shown[number][place])
                base -= height

    def _name_bar(self, painter: QPainter, bar: QRectF, room: float, text: str) -> None:
        """Write what a bar is into its top, where there is room for it."""
        letters = QFontMetricsF(painter.font())
        if (
            letters.horizontalAdvance(text) <= min(room, bar.width())
            and bar.height() > letters.height() * 1.5
        ):
            painter.setPen(self._color("on_accent"))
            painter.drawText(bar.adjusted(0, 3, 0, 0), int(Qt.AlignmentFlag.AlignHCenter), text)

    def _draw_line(self, painter: QPainter, plot: QRectF, top: int) -> None:
        room = plot.width() / max(1, len(self._names))
        for number, values in enumerate(self.figures.values):
            points = {
                place: QPointF(
                    plot.left() + room * (place + 0.5),
                    plot.bottom() - plot.height() * min(value, top) / max(1, top),
                )
                for place, value in enumerate(values[: len(self._names)])
                if value is not None
            }
            painter.setPen(QPen(self._ink(number), 2.4))
            for place, at in points.items():
                if place + 1 in points:
                    painter.drawLine(at, points[place + 1])
            self._draw_points(painter, points, number, QSizeF(room, plot.bottom()))

    def _draw_points(self, painter: QPainter, points: dict[int, QPointF], number: int, room: QSizeF) -> None:
        """Draw a line's points and what they are: under them, or above where the names of the axis stand.

        `room` is a point's width and the axis's height; where there is no width for all, every second or third is named.
        """
        letters = QFontMetricsF(painter.font())
        shown = self.figures.shown[number]
        widest = max((letters.horizontalAdvance(text) for text in shown), default=0) + GAP_PX
        every = max(1, -(-int(widest) // max(1, int(room.width()))))
        last = max(points, default=0)
        for place, at in points.items():
            painter.setPen(QPen(self._ink(number), 2.4))
            painter.setBrush(self._color("surface"))
            painter.drawEllipse(at, 4, 4)
            if (last - place) % every == 0:
                over = at.y() + 7 + letters.height() > room.height()
                above = at.y() - 7 - letters.height() if over else at.y() + 7
                box = QRectF(at.x() - widest / 2, above, widest, letters.height())
                painter.setPen(self._color("text"))
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown[place])
            mark = QRectF(at.x() - 9, at.y() - 9, 18, 18)
            self._mark(mark, self.figures.categories[place], self.figures.series[number], shown[place])

    def _legend_lines(self, letters: QFontMetricsF, width: float) -> list[list[int]]:
        """Return the series line by line, as many in each as there is room for; one series needs no legend."""
        lines: list[list[int]] = []
        left = 0.0
        for number, series in enumerate(self.figures.series if len(self.figures.series) > 1 else ()):
            wide = letters.horizontalAdvance(series) + LEGEND_PX
            if not lines or wide > left:
                lines.append([])
                left = width
            lines[-1].append(number)
            left -= wide
        return lines

    def _draw_legend(self, painter: QPainter, at: QPointF, line: list[int]) -> None:
        letters, x = QFontMetricsF(painter.font()), at.x()
        for number in line:
            series = self.figures.series[number]
            painter.fillRect(QRectF(x, at.y() + 5, 10, 10), self._ink(number))
            painter.setPen(self._color("muted"))
            painter.drawText(QPointF(x + 14, at.y() + letters.ascent() + 1), series)
            x += letters.horizontalAdvance(series) + LEGEND_PX

    def _ink(self, number: int) -> QColor:
        """Return a series' colour; many go from calm to alarming, as old debts do."""
        count = len(self.figures.series)
        calm, middle, bad = self._color("focus"), self._color("band"), self._color("bad")
        if count == 1:
            return self._color("accent")
        share = number / (count - 1)
        return _blend(calm, middle, share * 2) if share < 0.5 else _blend(middle, bad, share * 2 - 1)

    def _color(self, name: str) -> QColor:
        """Return the colour in use; pictures that leave the program are light."""
        return QColor(getattr(theme.LIGHT, name)) if self._for_paper else theme.color(name)

    def _mark(self, rect: QRectF, category: str, series: str, shown: str) -> None:
        unit = "" if self.figures.whole else f" {self.figures.unit}"
        self._marks.append((rect, f"{category}  {series}  {shown}{unit}"))

    def _tell_at(self, at: QPointF, on_screen: QPointF) -> None:
        words = self.told_at(at)
        QToolTip.showText(on_screen.toPoint(), words, self) if words else QToolTip.hideText()


def tell(figures: Figures) -> str:
    """Return the numbers in words, for those who hear the chart instead of seeing it."""
    parts = [
        f"{category} {series} {row[place]}"
        for series, row in zip(figures.series, figures.shown, strict=True)
        for place, category in enumerate(figures.categories)
    ]
    return "；".join(parts[:60])


def round_up(value: int) -> int:
    """Return a round number that is not below `value`: 1, 2, 4 or 8 and zeros, so that quarters of it are round too."""
    step = 100
    while step * 8 < value:
        step *= 10
    return next(step * times for times in (1, 2, 4, 8) if step * times >= value)


def _blend(one: QColor, other: QColor, share: float) -> QColor:
    parts = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    return QColor(*(round(a + (b - a) * share) for a, b in parts))
