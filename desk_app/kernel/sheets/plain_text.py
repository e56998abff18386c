"""Tables kept as text (.csv, .txt): which letters, which separator, and where a quote is left open."""

import csv
import io
import re
from typing import Any

from desk_app.kernel.sheets.facts import check_size
from desk_app.kernel.sheets.limits import Limits
from desk_app.kernel.sheets.refusal import SheetRefused
from desk_app.kernel.words import _

_SEPARATORS = (",", "\t", ";", "|")
_COMMON_BIG5 = range(0xA4, 0xC7)
_AS_FORMULA = re.compile(r'="(.*)"', re.DOTALL)


def read_text_table(data: bytes, name: str, limits: Limits) -> list[list[Any]]:
    """Return the rows of a text table, every cell a str. Raise `SheetRefused`."""
    text = decode(data, name)
    if "\0" in text:
        message = _(
            "没有读取「{name}」：文件里有空字符（NUL），已损坏或不是文本表格。请在表格程序里另存为 .xlsx 再导入。"
        )
        raise SheetRefused("nul", message.format(name=name))
    rows = _split(text, _separator(text), name)
    for number, row in enumerate(rows):
        check_size(name, name, number if any(row) else 0, len(row) - 1 if row and row[-1] else 0, limits)
    return [[_plain(cell) for cell in row] for row in rows]


def decode(data: bytes, name: str) -> str:
    """Return the text: by its mark, as strict UTF-8, as GB18030, as UTF-16 without mark, as Big5.

    A text that decodes but makes no sense is refused: nothing is worse than wrong names that look right.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decode_or_refuse(data, encoding, name)
    if b"\0" in data[:4096] and (encoding := _unmarked_utf_16(data)):
        return _decode_or_refuse(data, encoding, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = _try(data, "gb18030")
    if text is not None and _sense(text, "gb2312", range(0xB0, 0xD8)) >= 0.6:
        _refuse_mixed(data, name)
        return text
    other = _try(data, "big5hkscs")
    if other is not None and _sense(other, "big5", _COMMON_BIG5) >= 0.8:
        return other
    raise _no_encoding(name)


def _decode_or_refuse(data: bytes, encoding: str, name: str) -> str:
    text = _try(data, encoding)
    if text is None:
        raise _no_encoding(name)
    return text


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _no_encoding(name: str) -> SheetRefused:
    message = _(
        "没有读取「{name}」：认不出文字编码，读出来会是乱码。请在表格程序里打开它，另存为 .xlsx 再导入。"
    )
    return SheetRefused("encoding", message.format(name=name))


def _unmarked_utf_16(data: bytes) -> str:
    """Name the byte order if every second byte of ordinary separators and digits is zero."""
    sample = data[:4096]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if max(odd, even) < max(4, len(sample) // 40) or min(odd, even) > 0:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _sense(text: str, encoding: str, common: range) -> float:
    """Return the share of the non-ASCII letters that `encoding` has among its common ones (its first plane)."""
    letters = [
        letter for letter in text[:200_000] if letter >= "\u3400" and not "\uff00" <= letter <= "\uffef"
    ]
    if not letters:
        return 1.0
    known = sum(1 for letter in letters if (raw := letter.encode(encoding, "ignore")) and raw[0] in common)
    return known / len(letters)


def _refuse_mixed(data: bytes, name: str) -> None:
    """Refuse a file some of whose lines are UTF-8 and others not: two files were pasted together."""
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.isascii():
            continue
        text = _try(line, "utf-8")
        if (
            text
            and sum(letter >= "\u3400" for letter in text) >= 2
            and _sense(text, "gb2312", range(0xB0, 0xF8)) > 0.5
        ):
            as_gb = line.decode("gb18030", "replace")
            if _sense(as_gb, "gb2312", range(0xB0, 0xD8)) < 0.6:
                message = _(
                    "没有读取「{name}」：第 {line} 行的文字编码和别处不同，读出来会是乱码。请另存为 .xlsx 再导入。"
                )
                raise SheetRefused("encoding", message.format(name=name, line=number))


def _separator(text: str) -> str:
    """Return the separator that most of the first lines have equally often; ',' when there is none."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:100_000].splitlines()[:50] if line.strip()]
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        counts = [line.count(separator) for line in lines]
        most = max(counts, default=0)
        if most and (
            score := sum(count == max(set(counts), key=counts.count) > 0 for count in counts) + most / 1000
        ):
            best, best_score = (separator, score) if score > best_score else (best, best_score)
    return best


def _split(text: str, separator: str, name: str) -> list[list[str]]:
    csv.field_size_limit(200_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    started = 1
    try:
        for row in reader:
            rows.append(row)
            started = reader.line_num + 1
    except csv.Error:
        message = _(
            "没有读取「{name}」：第 {line} 行的双引号没有成对，后面的内容分不清格子。请改正这一行再导入。"
        )
        raise SheetRefused("open_quote", message.format(name=name, line=started)) from None
    if not any(any(cell.strip() for cell in row) for row in rows):
        raise SheetRefused(
            "empty_file", _("没有读取「{name}」：文件里没有内容。请换一份文件。").format(name=name)
        )
    return rows


def _plain(cell: str) -> str:
    """Return the text of a cell written as ="0101", a custom that keeps zeros and long numbers whole."""
    found = _AS_FORMULA.fullmatch(cell)
    return found[1] if found else cell
