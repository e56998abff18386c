"""Notices (通知公告): the poster F66."""

from collections.abc import Callable

from layout import Say, form, gap, is_chinese, line, salutation, sealed, text

_SIZE = 16
_POINT = 25.4 / 72


def notice(say: Say) -> bytes:
    """Return F66: read from two steps away, so its letters are large; the seal is set on the right."""
    first = 2 * _SIZE * _POINT if is_chinese(say) else 0
    paragraph = line(
        text("{{ paragraph.text }}", _SIZE),
        height=_SIZE * _leading(say),
        after=4,
        align="both" if is_chinese(say) else "left",
        indent=(0, first),
    )
    return form(
        say,
        ("通　知", "Notice"),
        gap(6),
        line(text("{{ title }}", 24, "黑体"), align="center", height=34, after=14),
        salutation(say, "{{ addressed_to|one_line }}：", "{{ addressed_to|one_line }},", size=_SIZE),
        line(text("{%p for paragraph in paragraphs %}", 6), height=7),
        paragraph,
        line(text("{%p endfor %}", 6), height=7),
        gap(4),
        *_told(say, "影响范围", "Concerns", "scope"),
        *_told(say, "影响时段", "Time", "period"),
        *_told(say, "咨询电话", "Questions", "service_phone"),
        *_told(say, "张贴地点", "Posted at", "places"),
        *_told(say, "撤除日期", "To be taken down on", "take_down_on_in_full"),
        sealed(say, day="posted_on_in_full", size=_SIZE - 2, room=14),
    )


def _told(say: Say, chinese: str, english: str, name: str) -> list[str]:
    """Return one fact on a line of its own, printed when there is one; a long one hangs under its beginning."""
    hang = 30.0 if is_chinese(say) else 52.0
    fact = line(
        text(say(f"{chinese}：", f"{english}:") + "\t", _SIZE - 2, "黑体"),
        text(f"{{{{ {name} }}}}", _SIZE - 2),
        height=_SIZE * _leading(say),
        tabs=((hang, "left"),),
        indent=(hang, -hang),
    )
    return [
        line(text(f"{{%p if {name} %}}", 6), height=7),
        fact,
        line(text("{%p endif %}", 6), height=7),
    ]


def _leading(say: Say) -> float:
    """Return the lines' distance as a multiple of the type's size."""
    return 1.8 if is_chinese(say) else 1.45


FORMS: dict[str, Callable[[Say], bytes]] = {"notices/notice.docx": notice}
"""The file below `templates_docx` and what makes it."""
