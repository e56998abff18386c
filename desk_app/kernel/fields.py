"""Field types (字段): one place that knows how a value is stored, read from text, shown and checked."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import peewee

from desk_app.kernel import days, masking, money
from desk_app.kernel.text import clean, narrow, one_line
from desk_app.kernel.words import _


class Option(NamedTuple):
    """One entry of a fixed list: what is stored and what the clerk reads."""

    stored: str
    label: str


class Typed:
    """What forms, tables, papers and imports need of a field, on top of peewee's own.

    `label` is the Chinese message id; `hint` a short example shown in an empty box; `stamped` fields are filled by
    the program and only shown; `secret` ones are shown masked; `sort_by` names the stored field that sorts this one;
    `reads` turns typed text into the text to be kept, or raises ValueError with a sentence.
    """

    width = 12
    align = "left"
    secret = False

    def __init__(
        self,
        label: str,
        *,
        required: bool = True,
        hint: str = "",
        stamped: bool = False,
        sort_by: str = "",
        width: int = 0,
        reads: Callable[[str], str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.hint = hint
        self.stamped = stamped
        self.sort_by = sort_by
        self.reads = reads
        self.width = width or type(self).width
        super().__init__(verbose_name=label, null=stamped or not required, **kwargs)  # type: ignore[call-arg]

    @property
    def label(self) -> str:
        """Return the field's name in the language in use."""
        return _(self.verbose_name)  # type: ignore[attr-defined]

    @property
    def required(self) -> bool:
        """Say whether a record without this value is refused."""
        return not self.null and not self.stamped  # type: ignore[attr-defined]

    def parse(self, text: str, today: datetime.date | None = None) -> Any:
        """Return the value typed as `text` (None for nothing), or raise ValueError with a sentence."""
        return self.read(text, today) if text.strip() else None

    def read(self, text: str, today: datetime.date | None) -> Any:
        """Return the value of `text`, which is not blank."""
        return one_line(text)

    def show(self, value: Any) -> str:
        """Return the text a person reads for `value`; nothing for None."""
        return "" if value is None else self.write(value)

    def write(self, value: Any) -> str:
        """Return the text of `value`, which is not None."""
        return str(value)


class Text(Typed, peewee.CharField):
    """One line of text, at most 200 letters."""

    def read(self, text: str, today: datetime.date | None) -> Any:
        plain = one_line(clean(text, 200))
        return self.reads(plain) if self.reads else plain


class Note(Typed, peewee.TextField):
    """Several lines of text, at most 2,000 letters."""

    width = 30

    def read(self, text: str, today: datetime.date | None) -> Any:
        return clean(text)


class Whole(Typed, peewee.IntegerField):
    """A whole number."""

    align = "right"
    width = 6

    def read(self, text: str, today: datetime.date | None) -> Any:
        plain = narrow(text)
        digits = plain[1:] if plain.startswith("-") else plain
        if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
            raise ValueError(_("{label}应为整数：{text}").format(label=self.label, text=text[:30]))
        return int(plain)


class Scaled(Typed, peewee.BigIntegerField):
    """A decimal number kept as a whole number of 1/`scale`, read exactly and never rounded."""

    align = "right"
    width = 8
    places = 4
    shown_places = 2
    largest = 10**10
    units: tuple[str, ...] = ()

    def read(self, text: str, today: datetime.date | None) -> Any:
        plain = narrow(text).replace(",", "")
        for unit in self.units:
            plain = plain.removesuffix(unit).strip()
        whole, _point, rest = plain.partition(".")
        digits = whole.removeprefix("-") + rest
        if not digits.isascii() or not digits.isdigit() or len(rest) > self.places:
            raise ValueError(
                _("{label}应为数字，最多 {places} 位小数：{text}").format(
                    label=self.label, places=self.places, text=text[:30]
                )
            )
        value = int(Decimal(plain) * 10**self.places)
        if not 0 <= value <= self.largest:
            raise ValueError(_("{label}不合理：{text}").format(label=self.label, text=text[:30]))
        return value

    def write(self, value: Any) -> str:
        exact = Decimal(value) / 10**self.places
        short = exact.quantize(Decimal(1).scaleb(-self.shown_places))
        return str(short) if short == exact else f"{exact.normalize():f}"


class Area(Scaled):
    """An area in cm² (1 ㎡ = 10,000 cm²), shown in ㎡."""

    units = ("㎡", "m2", "m²", "平方米", "平米", "平方")
    largest = 100_000 * 10_000


class Ratio(Scaled):
    """A coefficient or share in 1/10,000."""


class Price(Scaled):
    """A unit price in 1/10,000 yuan (万分之一元)."""

    units = ("元",)


class Quantity(Scaled):
    """A quantity in 1/10,000 of its unit, shown without needless zeros."""

    shown_places = 0
    largest = 10**14


class Share(Typed, peewee.CharField):
    """A part of a whole, kept exactly as '1/3' and shown as 1/3 or 50%."""

    align = "right"
    width = 7

    def read(self, text: str, today: datetime.date | None) -> Any:
        plain = narrow(text).replace(" ", "")
        try:
            share = Fraction(plain[:-1]) / 100 if plain.endswith("%") else Fraction(plain)
        except (ValueError, ZeroDivisionError):
            share = Fraction(0)
        if not 0 < share <= 1 or share.denominator > 1_000_000:
            raise ValueError(
                _("{label}应为 1/2 或 50% 的样子，不超过 1：{text}").format(label=self.label, text=text[:30])
            )
        return f"{share.numerator}/{share.denominator}"

    def write(self, value: Any) -> str:
        percent = Fraction(value) * 100
        return f"{percent.numerator}%" if percent.denominator == 1 else str(value)


class Money(Typed, peewee.BigIntegerField):
    """An amount in fen (分)."""

    align = "right"

    def read(self, text: str, today: datetime.date | None) -> Any:
        return money.parse(text)

    def write(self, value: Any) -> str:
        return money.show(value)


class Day(Typed, peewee.DateField):
    """A calendar day (日期), no time zone."""

    def read(self, text: str, today: datetime.date | None) -> Any:
        return days.parse_day(text, today)

    def write(self, value: Any) -> str:
        return days.show_day(value)


class Moment(Typed, peewee.DateTimeField):
    """A moment of the office's wall clock, to the minute when typed."""

    width = 16

    def read(self, text: str, today: datetime.date | None) -> Any:
        return days.parse_moment(text, today)

    def write(self, value: Any) -> str:
        return days.show_moment(value)


class Choice(Typed, peewee.CharField):
    """One of a fixed list of `Option`s."""

    def __init__(self, label: str, options: tuple[Option, ...], **kwargs: Any) -> None:
        self.options = options
        super().__init__(label, choices=options, **kwargs)

    def read(self, text: str, today: datetime.date | None) -> Any:
        plain = narrow(text)
        for option in self.options:
            if plain in map(narrow, (option.stored, option.label, _(option.label))):
                return option.stored
        raise ValueError(_("{label}没有这个选项：{text}").format(label=self.label, text=text[:30]))

    def write(self, value: Any) -> str:
        return next((_(option.label) for option in self.options if option.stored == value), str(value))


class Flag(Typed, peewee.BooleanField):
    """Yes or no (是/否)."""

    width = 4

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **({"required": False, "default": False} | kwargs))

    def read(self, text: str, today: datetime.date | None) -> Any:
        plain = narrow(text).casefold()
        if plain in ("是", "有", "yes", "y", "true", "1", "√", _("是").casefold()):
            return True
        if plain in ("否", "无", "no", "n", "false", "0", "×", _("否").casefold()):
            return False
        raise ValueError(_("{label}应填 是 或 否：{text}").format(label=self.label, text=text[:30]))

    def write(self, value: Any) -> str:
        return _("是") if value else _("否")


class Secret(Text):
    """Text of a person's own that is stored whole and shown masked (脱敏): revealing it is logged."""

    secret = True
    width = 18

    def write(self, value: Any) -> str:
        return masking.mask_id(str(value))


class Phone(Secret):
    """A telephone number, shown as 138****5678."""

    width = 13

    def write(self, value: Any) -> str:
        return masking.mask_phone(str(value))


class Link(Typed, peewee.ForeignKeyField):
    """A reference to a record of the model's kind; deleting what is referred to is refused."""

    def __init__(self, label: str, model: Any, **kwargs: Any) -> None:
        super().__init__(label, model=model, **({"on_delete": "RESTRICT"} | kwargs))

    def write(self, value: Any) -> str:
        return str(value)
