"""Trouble with the book's file, folder or disk (数据文件故障), told as a sentence a clerk can act on."""

import errno
from collections.abc import Iterator

import peewee

from desk_app.kernel.errors import DeskError
from desk_app.kernel.words import _, mark


class BookProblem(DeskError):
    """The book's file, key, folder or disk is in the way; the message says what was not done and what to do."""


NOT_SAVED = mark("这次的修改没有保存")
NOT_OPENED = mark("账本没有打开")
NOT_CREATED = mark("账本没有建立")
NOT_COPIED = mark("备份没有做成，账本没有改动")
NOT_UPGRADED = mark("账本没有升级完，内容没有丢失")
PASSWORD_NOT_CHANGED = mark("密码没有改")

FULL = mark("磁盘已满，{not_done}。请先腾出磁盘空间，再试一次。")
BUSY = mark("账本正忙，{not_done}。请稍等片刻再试；若一直如此，请关闭其他正在使用这本账的程序。")
READ_ONLY = mark(
    "账本文件或所在文件夹不能写入（只读，或正被别的程序占用），{not_done}。请让管理员开放写入权限，或换一个文件夹。"
)
DISK_ERROR = mark(
    "读写磁盘出错，{not_done}。请检查磁盘或 U 盘是否插好；若再次出错，请换一块磁盘并用备份恢复。"
)
UNREACHABLE = mark("够不着账本文件，{not_done}。请检查磁盘和文件夹是否还在，再试一次。")
DAMAGED = mark("账本文件已损坏，{not_done}。请不要再用这个文件，改用最近的备份。")
MEMORY = mark("电脑内存不够，{not_done}。请关闭一些程序再试。")
LONG_NAME = mark("文件名或路径太长，{not_done}。请换短一些的名字或文件夹。")

_OF_DATABASE = {
    "SQLITE_FULL": FULL,
    "SQLITE_BUSY": BUSY,
    "SQLITE_LOCKED": BUSY,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_PERM": READ_ONLY,
    "SQLITE_IOERR": DISK_ERROR,
    "SQLITE_PROTOCOL": DISK_ERROR,
    "SQLITE_CANTOPEN": UNREACHABLE,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_NOMEM": MEMORY,
}
"""The database's name of an error to the sentence; constraint and SQL errors are bugs and not listed."""

_OF_SYSTEM = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EIO: DISK_ERROR,
    errno.ENOENT: UNREACHABLE,
    errno.ENOTDIR: UNREACHABLE,
    errno.ENODEV: UNREACHABLE,
    errno.ENAMETOOLONG: LONG_NAME,
    errno.ENOMEM: MEMORY,
}


def explain(error: BaseException, not_done: str = NOT_SAVED) -> BookProblem | None:
    """Return the trouble behind a database or file error, or None if it is none of the disk's or file's doing.

    `not_done` is the message id of the clause that says what did not happen. A failed rollback hides the error that
    made it necessary, so the whole chain is looked through and the first cause counts.
    """
    if not (isinstance(error, OSError) or is_of_database(error)):
        return None
    found = None
    for link in _chain(error):
        sentence = _OF_DATABASE.get(getattr(link, "sqlite_errorname", ""))
        if sentence is None and isinstance(link, OSError):
            sentence = _OF_SYSTEM.get(link.errno or 0)
        found = sentence or found
    return BookProblem(_(found).format(not_done=_(not_done))) if found else None


def is_of_database(error: BaseException) -> bool:
    """Say whether the error comes from the database, in peewee's classes or, when rows are fetched, the driver's."""
    return isinstance(error, peewee.PeeweeException) or hasattr(error, "sqlite_errorname")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give the error and, one after the other, what led to it; peewee keeps the driver's own error in `args`."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        link = waiting.pop(0)
        if link is None or id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        waiting += [part for part in link.args if isinstance(part, BaseException)]
        waiting += [link.__cause__, link.__context__]
