"""The book a command works in: where it is, and its password."""

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import Any

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _


def ask_password(arguments: argparse.Namespace, ask: str) -> str:
    """Return the password from --password-file, DESK_PASSWORD or a prompt."""
    if arguments.password_file:
        try:
            lines = arguments.password_file.read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeError):
            raise DeskError(_("读不了密码文件 {file}。").format(file=arguments.password_file)) from None
        return lines[0] if lines else ""
    if "DESK_PASSWORD" in os.environ:
        return os.environ["DESK_PASSWORD"]
    if not sys.stdin.isatty():
        raise DeskError(_("请给出密码：用 --password-file、环境变量 DESK_PASSWORD，或在终端里输入。"))
    return getpass.getpass(ask)


def open_book(arguments: argparse.Namespace) -> Any:
    """Open the command's book."""
    from desk_app import office
    from desk_app.kernel.book import needs_password

    path = Path(arguments.book)
    password = ask_password(arguments, _("密码：")) if needs_password(path) else None
    return office.open_office(path, password)
