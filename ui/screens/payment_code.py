"""The row of the payment code on the settings page (收款码): drawn as owners see it, read out of a picture, cleared."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _
from desk_app.screens import payment_code
from desk_app.screens.payment_code import Grey
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.layouts import column, row

SIDE = 132
MOST_SIDE = 3000
"""A photograph with more dots on a side is made smaller before it is looked at."""
SIZES = (1.0, 2.0, 0.5)
"""Small codes are found when enlarged, coarse ones when made smaller."""


class PaymentCodeRow(QWidget):
    """Keeps what the code says in `editor`, a box of the page that is saved with the others."""

    def __init__(self, editor: QLineEdit) -> None:
        super().__init__()
        self._editor = editor
        editor.setReadOnly(True)
        editor.setPlaceholderText(_("还没有收款码"))
        self.picture = QLabel()
        self.picture.setObjectName("pay-code-picture")
        self.picture.setAccessibleName(_("收款码"))
        self.picture.setFixedSize(theme.px(SIDE), theme.px(SIDE))
        self.problem = label("", "small", "bad", wrap=True)
        self.problem.setObjectName("pay-code-problem")
        choose = button(_("选择图片…"), self.choose, icon="picture", name="pay-code-choose")
        self.clear_button = button(_("清除"), self.clear, icon="delete", look="plain", name="pay-code-clear")
        steps = row(choose, self.clear_button, None, gap=8)
        shown = row(self.picture, column(editor, steps, self.problem, None, gap=6), gap=12)
        shown.setStretch(1, 1)
        self.setLayout(shown)
        editor.textChanged.connect(self._draw)
        self._draw()

    def choose(self) -> None:
        """Ask for a picture, and read it."""
        path, _kind = QFileDialog.getOpenFileName(
            self, _("选择收款码图片"), "", _("图片 (*.png *.jpg *.jpeg)")
        )
        if path:
            self.take(Path(path))

    def take(self, path: Path) -> None:
        """Take the code of a picture; what was there stays if there is none in it, and a sentence says why."""
        try:
            text = payment_code.read(grey_sizes(open_picture(path)))
        except DeskError as error:
            self._tell(str(error))
            return
        self._tell("")
        self._editor.setText(text)

    def clear(self) -> None:
        """Have no code."""
        self._tell("")
        self._editor.setText("")

    def _tell(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _draw(self) -> None:
        drawn = QPixmap()
        png = payment_code.draw(self._editor.text())
        if png:
            drawn.loadFromData(png)
            drawn = drawn.scaled(self.picture.size(), mode=Qt.TransformationMode.SmoothTransformation)
        self.picture.setPixmap(drawn)
        self.picture.setVisible(bool(png))
        self.clear_button.setVisible(bool(self._editor.text()))
        self.problem.setVisible(bool(self.problem.text()))


def open_picture(path: Path) -> QImage:
    """Return the picture on white ground; DeskError if the file is none."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > MOST_SIDE:
        reader.setScaledSize(size.scaled(QSize(MOST_SIDE, MOST_SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise payment_code.no_picture(path)
    ground = QImage(image.size(), QImage.Format.Format_RGB32)
    ground.fill(QColor("white"))
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    return ground


def grey_sizes(image: QImage) -> Iterator[Grey]:
    """Yield the dots of the picture in each size it is looked at."""
    for times in SIZES:
        width = max(1, min(round(image.width() * times), MOST_SIDE))
        grey = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        yield _dots(grey.convertToFormat(QImage.Format.Format_Grayscale8))


def _dots(grey: QImage) -> Grey:
    width, height, stride = grey.width(), grey.height(), grey.bytesPerLine()
    dots = bytes(grey.constBits())
    rows = (
        dots[at : at + width] for at in range(0, height * stride, stride)
    )  # rows are filled up to four bytes
    return b"".join(rows), width, height
