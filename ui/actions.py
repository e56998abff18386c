"""Every command of the window with its keys (快捷键): one table, read by the window, the palette and the help."""

from dataclasses import dataclass

from desk_app.kernel.words import mark


@dataclass(frozen=True)
class Command:
    """`name` is also the window's method that does it; `keys` may be empty; `in_palette` lists it under Ctrl+K."""

    name: str
    words: str
    icon: str
    keys: str = ""
    in_palette: bool = True


COMMANDS = (
    Command("find_anything", mark("查找一切"), "search", "Ctrl+K", in_palette=False),
    Command("show_help", mark("本页帮助"), "help", "F1"),
    Command("show_keys", mark("快捷键一览"), "keyboard", "Ctrl+/"),
    Command("go_back", mark("后退"), "back", "Alt+Left", in_palette=False),
    Command("go_forward", mark("前进"), "forward", "Alt+Right", in_palette=False),
    Command("close_tab", mark("关闭标签页"), "close", "Ctrl+W", in_palette=False),
    Command("next_tab", mark("下一个标签页"), "right", "Ctrl+Tab", in_palette=False),
    Command("previous_tab", mark("上一个标签页"), "left", "Ctrl+Shift+Tab", in_palette=False),
    Command("refresh", mark("刷新"), "refresh", "F5"),
    Command("toggle_rail", mark("收起或展开左侧导航"), "menu", "Ctrl+B"),
    Command("larger_letters", mark("放大字号"), "font", "Ctrl+="),
    Command("smaller_letters", mark("缩小字号"), "font", "Ctrl+-"),
    Command("switch_language", mark("切换中文 / English"), "language"),
    Command("switch_look", mark("切换浅色 / 深色"), "dark"),
    Command("file_scans", mark("归档扫描件"), "import", "Ctrl+Shift+F"),
    Command("show_unsigned", mark("查看缺签字件的表单"), "edit"),
    Command("show_print_runs", mark("查看打印批次"), "print"),
    Command("open_settings", mark("打开设置"), "settings", "Ctrl+,"),
    Command("open_papers", mark("修改表单模板"), "document"),
    Command("new_book", mark("新建账本"), "new-book"),
    Command("open_book", mark("打开账本"), "folder", "Ctrl+O"),
    Command("lock", mark("锁定（关闭账本，回到密码页）"), "lock", "Ctrl+L"),
    Command("change_password", mark("修改密码"), "password"),
    Command("show_about", mark("关于本程序"), "info"),
    Command("close", mark("退出"), "cancel", "Ctrl+Q"),
)
PAGE_KEYS = tuple(f"Alt+{number}" for number in range(1, 10))
"""Keys of the pages at the left, from the top."""


def command(name: str) -> Command:
    """Return the command `name`; KeyError is a bug."""
    return {each.name: each for each in COMMANDS}[name]
