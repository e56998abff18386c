"""The settings page (设置) without a window: the office's parameters as lines, and the password of the book."""

from dataclasses import dataclass
from typing import Any

from desk_app.kernel import settings
from desk_app.kernel.access import Desk
from desk_app.kernel.fields import Choice, Flag
from desk_app.kernel.words import _
from desk_app.screens.welcome import judge_password


@dataclass(frozen=True)
class SettingLine:
    """One parameter: what is shown, what may be typed, and the sentence that says what it changes.

    `options` are the texts to choose from; nothing means that it is typed.
    """

    name: str
    label: str
    note: str
    text: str
    hint: str
    options: tuple[str, ...]
    required: bool


def read_groups() -> dict[str, list[SettingLine]]:
    """Return the parameters people may change under their headings, as they are now."""
    lines = {
        heading: [_line(setting) for setting in group if not setting.field.stamped]
        for heading, group in settings.groups().items()
    }
    return {heading: group for heading, group in lines.items() if group}


def save(texts: dict[str, str], desk: Desk) -> dict[str, str]:
    """Store what was typed for each name; return {name: what is wrong}, with nothing stored if there is any."""
    problems = {}
    for name, text in texts.items():
        field = settings.SETTINGS[name].field
        try:
            if field.parse(text) is None and field.required:
                problems[name] = _("请填写{label}").format(label=field.label)
        except ValueError as error:
            problems[name] = str(error)
    if not problems:
        settings.change(texts, desk)
    return problems


def check_passwords(old: str, new: str, repeated: str) -> dict[str, str]:
    """Return {box: what is wrong} of what was typed to change the password."""
    problems = {}
    if not old:
        problems["old"] = _("请输入原密码")
    advice = judge_password(new)
    if advice.strength == 0:
        problems["new"] = advice.sentence
    elif new != repeated:
        problems["repeated"] = _("两次输入的密码不一样")
    elif new == old:
        problems["new"] = _("新密码和原密码一样")
    return problems


def change_password(office: Any, old: str, new: str) -> None:
    """Let `new` open the book instead of `old`; DeskError with nothing changed if `old` is wrong."""
    from desk_app.kernel import book

    book.change_password(office.book, old, new)


def _line(setting: settings.Setting) -> SettingLine:
    field: Any = setting.field
    options: tuple[str, ...] = ()
    if isinstance(field, Flag):
        options = (_("是"), _("否"))
    elif isinstance(field, Choice):
        options = tuple(_(option.label) for option in field.options)
    return SettingLine(
        setting.name,
        field.label,
        _(setting.note),
        settings.shown(setting.name),
        _(field.hint),
        options,
        field.required,
    )
