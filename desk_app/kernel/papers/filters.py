"""The few filters (过滤器) a template may use; a text may come in as None and counts as blank."""

from collections.abc import Callable, Mapping, Sequence


class Count(int):
    """A number the engine itself counted, and the only kind of number that may be printed unformatted."""


def tick(value: object, option: str = "") -> str:
    """Return ☑ or ☐: `{{ done|tick }}` for yes or no, `{{ colour|tick("red") }}` for one of several."""
    return "☑" if (value == option if option else value) else "☐"


def default(value: object, text: str = "") -> object:
    """Return `text` for a blank: `{{ note|default("／") }}`."""
    return value or text


def length(value: Sequence[object] | None) -> Count:
    """Return how many rows a list has."""
    return Count(len(value or ()))


def one_line(value: object) -> str:
    """Return a text without line breaks; used by itself wherever a placeholder stands inside a tag."""
    return " ".join(str(value or "").split())


FILTERS: Mapping[str, Callable[..., object]] = {
    "tick": tick,
    "default": default,
    "length": length,
    "one_line": one_line,
}
