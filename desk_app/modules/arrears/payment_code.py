"""The office's payment code (收款码): read out of the picture a bank or payment service gave, drawn anew on each notice."""

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _

LONGEST = 500
"""Letters a code may hold; what pays is a short address."""


def read_payment_code(grey: bytes, width: int, height: int) -> str:
    """Return what the QR code in a grey picture (one byte a dot, row by row) says, for the setting `pay_code`.

    DeskError unless there is exactly one QR code in it.
    """
    import zxingcpp

    formats = zxingcpp.barcode_formats_from_str("QRCode")
    dots = memoryview(grey).cast("B", shape=[height, width])
    found = {code.text for code in zxingcpp.read_barcodes(dots, formats=formats)}
    if len(found) != 1:
        raise DeskError(
            _("没有读入收款码：图片里要有且只有一个清楚的二维码。请用银行或支付平台给的原图，不要拍照。")
        )
    (text,) = found
    if not text.strip() or len(text) > LONGEST:
        raise DeskError(_("没有读入收款码：二维码的内容不能用于收款。"))
    return text
