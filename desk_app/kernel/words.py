"""Words (文字): gettext with Chinese message ids. The program speaks Chinese unless told otherwise.

Declarations (`Text("编号")`, `Option("owner", "业主")`, `Transition("void", "作废", …)`) hold the Chinese id and
are translated where they are shown, by `_`; the extractor knows them by keyword, see `build/tasks.py words`.
"""

import gettext
from collections.abc import Iterable
from pathlib import Path

LANGUAGES = {"zh_CN": "简体中文", "en": "English"}
"""Language code to the language's own name."""

LOCALE_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "locale"

_current: list[object] = ["zh_CN", gettext.NullTranslations()]


def _(text: str) -> str:
    """Return `text` in the language in use."""
    translations = _current[1]
    assert isinstance(translations, gettext.NullTranslations)
    return translations.gettext(text) if text else ""


def mark(text: str) -> str:
    """Return `text` unchanged; only tells the extractor that it is a message."""
    return text


def several(label: str) -> str:
    """Return a kind's label as the name of its list: 'Rooms' for what is 'Room' when one is meant."""
    translations = _current[1]
    assert isinstance(translations, gettext.NullTranslations)
    return translations.ngettext(label, label, 2)


def inside(label: str) -> str:
    """Return a translated label as it reads within a sentence: 'room' for 'Room'; 'ID number' stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def listed(parts: Iterable[object]) -> str:
    """Return '甲、乙、丙': things of one sort in a row; empty ones are left out."""
    return _("、").join(str(part) for part in parts if part)


def clauses(parts: Iterable[object]) -> str:
    """Return '甲；乙': sentences or remarks in a row; empty ones are left out."""
    return _("；").join(str(part) for part in parts if part)


def headed(head: str, text: str) -> str:
    """Return '原因：写错房号'."""
    return _("{head}：{text}").format(head=head, text=text)


def use_language(code: str) -> None:
    """Speak `code`, a key of `LANGUAGES`, from the next `_` on."""
    if code not in LANGUAGES:
        raise ValueError(code)
    translations: gettext.NullTranslations = gettext.NullTranslations()
    if code != "zh_CN":
        translations = gettext.translation("desk", LOCALE_FOLDER, [code])
    _current[:] = [code, translations]


def language() -> str:
    """Return the code of the language in use."""
    return str(_current[0])
