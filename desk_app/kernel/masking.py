"""Masking (脱敏): document numbers and phones as screens, logs and findings may show them."""

import re

_MASK = "*"
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{0,3}\d(?:[ \-\u00a0\u3000]{0,2}\d){5,}[ \-]?[Xx]?(?![A-Za-z0-9])"
)
_LONG_NUMBER = re.compile(r"\d{7,}[0-9Xx]?")
_DAY = re.compile(r"[12]\d{3}-\d{1,2}-\d{1,2}(?: 00)?")
_SHORTEST = 7
_WHOLE_NUMBER = re.compile(
    r"(?<![\dA-Za-z-])(?:(1\d{10}|0\d{2,3}-?\d{7,8})|\d{17}[\dXx]|\d{15})(?![\dA-Za-z])"
)
_SHORTEST_WHOLE = 11
"""No phone with its area code and no identity number has fewer digits."""


def mask_id(number: str) -> str:
    """Return a document number with its middle hidden: '1101**********8515', 'E1****678'."""
    plain = number.strip()
    shown = 4 if len(plain) >= 12 else 2 if len(plain) >= 6 else 0
    return _hide_middle(plain, shown, shown)


def mask_phone(number: str) -> str:
    """Return a phone with its middle hidden: '138****8000', '055*****210'."""
    plain = number.strip()
    if len(plain) < _SHORTEST:
        return _MASK * len(plain)
    return _hide_middle(plain, 3, 4 if len(plain) >= 11 else 2)


def mask_text(text: str) -> str:
    """Return `text` with every run of digits long enough for a phone or a document number masked.

    For text whose contents are unknown: cells that were refused, log lines.
    """
    masked = _NUMBER.sub(lambda run: _mask_run(run[0]), text)
    return _LONG_NUMBER.sub(lambda run: _mask_run(run[0]), masked)


def mask_title(text: str) -> str:
    """Return a record's line with phones and identity numbers masked; numbers of papers and rooms stay.

    For titles, shown or stored beside a record: an office may put anything into the name of a person.
    """
    return _WHOLE_NUMBER.sub(_mask_whole, text) if len(text) >= _SHORTEST_WHOLE else text


def _mask_whole(found: re.Match[str]) -> str:
    return mask_phone(found[0]) if found[1] else mask_id(found[0])


def _mask_run(run: str) -> str:
    digits = re.sub(r"\D", "", run)
    if len(digits) < _SHORTEST or _DAY.fullmatch(run):
        return run
    return mask_id(run) if len(digits) >= 14 else mask_phone(run)


def _hide_middle(text: str, first: int, last: int) -> str:
    return text[:first] + _MASK * (len(text) - first - last) + (text[-last:] if last else "")
