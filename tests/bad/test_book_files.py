"""Files, places and names that are no good for a book: each is told in a sentence, and nothing is touched."""

import os
import random
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desk_app.kernel import book_place, sqlite
from desk_app.kernel.book import BookProblem, check_book, create_book, needs_password, open_book
from desk_app.kernel.database import database
from desk_app.kernel.errors import DeskError
from desk_app.kernel.settings import StoredSetting

PASSWORD = "春天在哪里2026"
ROOT = Path(__file__).resolve().parents[2]
Break = Callable[[Path], None]


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a sealed and a plain book, each with 400 settings."""
    folder = tmp_path_factory.mktemp("originals")
    for name, password in (("sealed.book", PASSWORD), ("plain.book", None)):
        book = create_book(folder / name, password, person="王")
        with database.atomic():
            for number in range(400):
                StoredSetting.create(name=f"setting {number}", value="内容" * 50)
        book.close()
    return folder


@pytest.fixture
def sealed(originals: Path, tmp_path: Path) -> Path:
    """Return the path of an encrypted book with its keys, alone in a folder."""
    for end in ("", ".keys"):
        shutil.copyfile(originals / f"sealed.book{end}", tmp_path / f"a.book{end}")
    return tmp_path / "a.book"


@pytest.fixture
def plain(originals: Path, tmp_path: Path) -> Path:
    """Return the path of an unencrypted book, alone in a folder."""
    shutil.copyfile(originals / "plain.book", tmp_path / "a.book")
    return tmp_path / "a.book"


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def _refused(path: Path, sentence: str, password: str | None = PASSWORD) -> None:
    """Open the book; it must be refused with the sentence and every file be as before."""
    before = _contents(path.parent) if path.parent.is_dir() else {}
    with pytest.raises(BookProblem, match=sentence) as caught:
        open_book(path, password)
    assert str(caught.value).endswith("。")
    assert (_contents(path.parent) if path.parent.is_dir() else {}) == before
    assert isinstance(caught.value, DeskError)


# the wrong file


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空文件"),
        (b"PK\x03\x04" + b"\0" * 5000, "不是账本，是Excel、Word 或压缩文件，账本没有打开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000, "是旧版 Excel 或 Word 文件"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "是PDF 文件"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "是图片"),
        ("房号,业主\n1-101,张三\n".encode(), "是文本文件"),
        ("房号,业主\n1-101,张三\n".encode("gb18030"), "是文本文件"),
        (b'{"format": 1}', "是文本文件"),
        (b"\0" * 100, "不是本程序的账本"),
        (random.Random(1).randbytes(5000), "不是本程序的账本"),
        (b"SQLite format 3\0" + b"\0" * 200, "不是本程序的账本"),
    ],
)
def test_a_file_of_another_kind_is_named_and_left_alone(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "房屋清单.book"
    path.write_bytes(content)
    _refused(path, sentence)
    with pytest.raises(BookProblem):
        needs_password(path)


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """Merely connecting as to a book would change its journal mode."""
    path = tmp_path / "浏览记录.book"
    other = sqlite.dbapi2.connect(str(path), isolation_level=None)
    other.execute("CREATE TABLE history (id INTEGER)")
    other.close()
    _refused(path, "不是本程序的账本", None)


def test_a_missing_file_a_folder_and_a_device_are_refused(tmp_path: Path) -> None:
    _refused(tmp_path / "没有.book", "找不到账本“.*没有.book”，账本没有打开。请检查文件是否被移走")
    _refused(tmp_path / "没有这个文件夹" / "a.book", "找不到账本")
    (tmp_path / "夹.book").mkdir()
    _refused(tmp_path / "夹.book", "是文件夹，不是账本")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "管.book")
        _refused(tmp_path / "管.book", "不是账本文件")
        (tmp_path / "管.book").unlink()
        (tmp_path / "圈.book").symlink_to(tmp_path / "圈.book")
        with pytest.raises(BookProblem):
            open_book(tmp_path / "圈.book")


@pytest.mark.parametrize("name", ["a\0b.book", "\udcff.book"])
def test_a_name_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    for do in (
        lambda path: open_book(path),
        lambda path: create_book(path, None, person="王"),
        needs_password,
    ):
        with pytest.raises(BookProblem):
            do(f"{tmp_path}/{name}")
    assert list(tmp_path.iterdir()) == []


# a damaged book


def _cut_in_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _cut_a_page(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 4096)


def _cut_a_byte(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def _cut_to_a_line(path: Path) -> None:
    os.truncate(path, 100)


def _wreck_the_first_page(path: Path) -> None:
    with path.open("rb+") as stream:
        stream.seek(100)
        stream.write(b"\xaa" * 64)


def _wreck_everything(path: Path) -> None:
    path.write_bytes(random.Random(2).randbytes(path.stat().st_size))


@pytest.mark.parametrize(
    "wreck", [_cut_in_half, _cut_a_page, _cut_a_byte, _wreck_the_first_page, _wreck_everything]
)
def test_a_damaged_encrypted_book_is_not_opened(sealed: Path, wreck: Break) -> None:
    wreck(sealed)
    _refused(sealed, "账本文件已损坏，账本没有打开。请不要再用这个文件，改用最近的备份")


def test_an_encrypted_book_cut_to_a_line_is_not_opened(sealed: Path) -> None:
    _cut_to_a_line(sealed)
    _refused(sealed, "账本没有打开")


@pytest.mark.parametrize("wreck", [_cut_in_half, _cut_a_page, _wreck_the_first_page, _cut_to_a_line])
def test_a_damaged_plain_book_is_not_opened(plain: Path, wreck: Break) -> None:
    wreck(plain)
    _refused(plain, "账本文件已损坏，账本没有打开|不是本程序的账本", None)


def test_every_flipped_bit_of_an_encrypted_book_is_found(sealed: Path) -> None:
    """Wherever it is: at the door, or by the check, which names pages."""
    whole = sealed.read_bytes()
    dice = random.Random(20261123)
    at_the_door = 0
    for _round in range(15):
        at = dice.randrange(len(whole))
        sealed.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << dice.randrange(8)]) + whole[at + 1 :])
        try:
            book = open_book(sealed, PASSWORD)
        except BookProblem as problem:
            assert "已损坏" in str(problem)
            at_the_door += 1
            continue
        found = check_book(book)
        book.close()
        assert any("加密校验不符" in sentence for sentence in found)
    assert at_the_door < 15


def test_damage_in_a_plain_book_is_told_in_sentences(plain: Path) -> None:
    whole = bytearray(plain.read_bytes())
    middle = len(whole) * 9 // 10 // 4096 * 4096  # behind the pages of the schema, which every opening reads
    whole[middle : middle + 200] = b"\xaa" * 200
    plain.write_bytes(whole)
    book = open_book(plain)
    found = check_book(book)
    book.close()
    assert found
    assert all(sentence.endswith("。") for sentence in found)


def test_a_row_that_refers_to_nothing_is_told(plain: Path) -> None:
    book = open_book(plain)
    book.database.execute_sql("PRAGMA foreign_keys = 0")
    book.database.execute_sql(
        "INSERT INTO building (version, community_id, name, sort_key) VALUES (1, 99, '1栋', '1')"
    )
    assert check_book(book) == ["表 building 的第 1 行指向 community 里没有的记录。"]
    book.close()


def test_after_a_crash_a_book_is_looked_through_before_work_goes_on(sealed: Path) -> None:
    """A cleaning tool took the log away: what is left is half of a write. Only the lock tells that there was one."""
    whole = bytearray(sealed.read_bytes())
    middle = len(whole) * 9 // 10 // 4096 * 4096  # behind the pages of the schema, which every opening reads
    whole[middle : middle + 200] = b"\xaa" * 200
    sealed.write_bytes(whole)
    open_book(sealed, PASSWORD).close()  # nobody has reason to look
    sealed.with_name("a.book.lock").write_text('{"pid": 1}')
    with pytest.raises(BookProblem, match="密码不对"):
        open_book(sealed, "不是这个密码")
    for _try in range(2):
        with pytest.raises(BookProblem, match="账本文件已损坏，账本没有打开"):
            open_book(sealed, PASSWORD)
    assert sealed.read_bytes() == whole


# the keys


def test_a_wrong_password_gives_no_hint(sealed: Path) -> None:
    for typed in ("x", "春天在哪里2025", PASSWORD + " ", "x" * 5000):
        _refused(sealed, "^密码不对，账本没有打开。请检查大小写，再输一次。$", typed)
    _refused(sealed, "这本账设了密码", None)


def test_missing_keys_are_asked_for(sealed: Path) -> None:
    sealed.with_name("a.book.keys").unlink()
    _refused(sealed, "找不到账本的钥匙文件“a.book.keys”，账本没有打开。请从备份里取回")
    with pytest.raises(BookProblem, match="钥匙文件"):
        needs_password(sealed)


def test_damaged_keys_are_told(sealed: Path) -> None:
    keys = sealed.with_name("a.book.keys")
    keys.write_bytes(keys.read_bytes()[:200])
    _refused(sealed, "钥匙文件“a.book.keys”已损坏，账本没有打开")


def test_the_keys_of_another_book_do_not_open_this_one(sealed: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    create_book(tmp_path / "other" / "b.book", PASSWORD, person="王").close()
    shutil.copyfile(tmp_path / "other" / "b.book.keys", sealed.with_name("a.book.keys"))
    _refused(sealed, "账本文件已损坏，账本没有打开")


def test_an_unencrypted_book_is_not_slipped_in_for_an_encrypted_one(sealed: Path, originals: Path) -> None:
    shutil.copyfile(originals / "plain.book", sealed)
    _refused(sealed, "旁边有钥匙文件，账本本身却没有加密")


# a newer book


def test_a_book_of_a_newer_program_is_left_alone(plain: Path) -> None:
    other = sqlite.BookDatabase(plain)
    sqlite.set_version(other, 9999)
    other.close_all()
    _refused(plain, "由较新的版本打开过（账本第 9999 版，.*请先更新本机程序", None)


# making a book


def test_nothing_is_ever_overwritten(sealed: Path) -> None:
    before = _contents(sealed.parent)
    for password in (PASSWORD, None):
        with pytest.raises(BookProblem, match=r"已经有“a[.]book”这个文件，账本没有建立，原来的文件没有动"):
            create_book(sealed, password, person="王")
    assert _contents(sealed.parent) == before


@pytest.mark.parametrize("end", [".keys", "-wal", "-shm", "-journal"])
def test_a_new_book_is_not_made_beside_what_is_left_of_an_old_one(tmp_path: Path, end: str) -> None:
    """SQLite would replay the old log into the new book; old keys may be all that opens a copy elsewhere."""
    left = tmp_path / f"a.book{end}"
    left.write_bytes(b"left")
    with pytest.raises(BookProblem, match=f"已经有“a[.]book{end}”这个文件，账本没有建立"):
        create_book(tmp_path / "a.book", None, person="王")
    assert _contents(tmp_path) == {left.name: b"left"}


@pytest.mark.parametrize(
    "name",
    [
        "con.book", "NUL", "aux.2026.book", "Com1.book", "lpt9 .book", "a:b.book", "a?.book", "a*.book", 'a".book',
        "a|b.book", "a<b>.book", "a\\b.book", "a\tb.book", " a.book", "a.book ", "a.book.", ".book", "..", "",
    ],
)  # fmt: skip
def test_a_name_windows_would_refuse_or_change_is_refused_everywhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(BookProblem, match="不能作账本的文件名，账本没有建立。请换一个名字"):
        create_book(f"{tmp_path}/{name}", None, person="王")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a" * 90 + ".book", "长" * 70 + ".book"])
def test_a_name_too_long_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BookProblem, match="文件名或路径太长，账本没有建立"):
        create_book(tmp_path / name, None, person="王")


def test_a_path_too_long_for_windows_is_refused_everywhere(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["文件夹" * 10] * 8)
    deep.mkdir(parents=True)
    with pytest.raises(BookProblem, match="文件名或路径太长，账本没有建立"):
        create_book(deep / "a.book", None, person="王")


@pytest.mark.parametrize(
    "name", ["翠湖 花园 (2026) #1 & 50%.book", "'; DROP TABLE--.book", "长" * 60 + ".book", "𠮷😀.book"]
)
def test_odd_names_that_are_allowed_work(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    book = create_book(path, PASSWORD, person="王")
    book.close()
    book = open_book(path, PASSWORD, read_only=True)
    assert check_book(book) == []
    book.close()


@pytest.mark.parametrize("person", ["", "  ", "王\x07", "王" * 41])
def test_a_book_belongs_to_somebody_with_a_name(tmp_path: Path, person: str) -> None:
    with pytest.raises(BookProblem, match="姓名要 1 到 40 个字"):
        create_book(tmp_path / "a.book", PASSWORD, person=person)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BookProblem, match=r"没有“.*新文件夹”这个文件夹，账本没有建立"):
        create_book(tmp_path / "新文件夹" / "a.book", None, person="王")


TRY_BOTH = """
import os, sys
from desk_app.kernel import book
if sys.argv[2] == "drop":
    os.setgid(65534)
    os.setuid(65534)
for do in (lambda: book.open_book(sys.argv[1] + "/a.book"),
           lambda: book.create_book(sys.argv[1] + "/b.book", None, person="王")):
    try:
        do()
    except book.BookProblem as problem:
        print(problem)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_a_folder_without_the_right_to_write_is_told(tmp_path: Path) -> None:
    """Tried as an ordinary user of the system: an administrator may write anywhere."""
    folder = tmp_path / "只读"
    folder.mkdir()
    create_book(folder / "a.book", None, person="王").close()
    (folder / "a.book").chmod(0o444)
    folder.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        for parent in folder.parents[:3]:  # pytest's own, closed to others
            parent.chmod(0o755)
    before = _contents(folder)
    command = [sys.executable, "-c", TRY_BOTH, folder, "drop" if is_root else ""]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60)
    folder.chmod(0o755)
    said = done.stdout.splitlines()
    assert len(said) == 2, done.stderr
    assert said[0].startswith("账本文件或所在文件夹不能写入（只读，或正被别的程序占用），账本没有打开")
    assert said[1].startswith("账本文件或所在文件夹不能写入（只读，或正被别的程序占用），账本没有建立")
    assert _contents(folder) == before


# places


@pytest.mark.parametrize(
    "folder",
    [
        "OneDrive", "OneDrive - 某某物业", "Dropbox", "Dropbox (个人)", "Nutstore Files", "我的坚果云", "BaiduSyncdisk",
        "WPSDrive", "WPS云盘", "iCloudDrive", "Google Drive", "GoogleDrive", "阿里云盘", "腾讯微云",
    ],
)  # fmt: skip
def test_a_book_is_not_kept_in_a_sync_folder(tmp_path: Path, originals: Path, folder: str) -> None:
    place = tmp_path / folder / "台账"
    place.mkdir(parents=True)
    shutil.copyfile(originals / "plain.book", place / "a.book")
    _refused(place / "a.book", "由网盘同步程序管理，账本没有打开", None)
    with pytest.raises(BookProblem, match="由网盘同步程序管理，账本没有建立"):
        create_book(place / "b.book", None, person="王")
    open_book(place / "a.book", read_only=True).close()


def test_a_moved_onedrive_and_dropbox_are_known_by_their_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "公司盘" / "台账").mkdir(parents=True)
    (tmp_path / "同步" / ".dropbox.cache").mkdir(parents=True)
    assert not book_place.is_sync_folder(tmp_path / "公司盘" / "台账")
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "公司盘"))
    assert book_place.is_sync_folder(tmp_path / "公司盘" / "台账")
    assert book_place.is_sync_folder(tmp_path / "同步")
    assert not book_place.is_sync_folder(tmp_path)


MOUNTS = """22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:26 / /dev/shm rw,nosuid shared:2 - tmpfs tmpfs rw
41 22 0:40 / /mnt/share rw,relatime shared:9 - cifs //server/物业 rw,vers=3.1.1
42 22 0:41 / /mnt/share\\040two rw,relatime - nfs4 nas:/export rw
43 41 8:1 / /mnt/share/disk rw,relatime shared:10 master:3 - ext4 /dev/sda1 rw
44 22 0:42 / /srv/wang/sftp rw - fuse.sshfs wang@host: rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", "ext4"),
        ("/srv/wang", "ext4"),
        ("/mnt/share", "cifs"),
        ("/mnt/share/台账", "cifs"),
        ("/mnt/share two/a", "nfs4"),
        ("/mnt/sharetwo", "ext4"),
        ("/mnt/share/disk/a", "ext4"),
        ("/srv/wang/sftp/x", "fuse.sshfs"),
    ],
)
def test_a_network_disk_is_known_by_its_file_system(folder: str, kind: str) -> None:
    assert book_place.file_system_of(folder, MOUNTS) == kind
    assert (kind in book_place.NETWORK_FILE_SYSTEMS) == (kind != "ext4")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a mount table")
def test_a_book_is_not_kept_on_a_network_disk(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk of the test counts as one, for once."""
    table = Path("/proc/self/mountinfo")
    if not table.exists():
        pytest.skip("no mount table")
    kind = book_place.file_system_of(str(plain.parent), table.read_text(errors="surrogateescape"))
    monkeypatch.setattr(book_place, "NETWORK_FILE_SYSTEMS", frozenset([kind]))
    _refused(plain, "在网络盘或共享文件夹里，账本没有打开。账本放在那里迟早会损坏", None)
    with pytest.raises(BookProblem, match="在网络盘或共享文件夹里，账本没有建立"):
        create_book(plain.with_name("b.book"), None, person="王")
    open_book(plain, read_only=True).close()


def test_the_busy_sentence_names_computer_and_process(plain: Path) -> None:
    code = "import sys, time; from desk_app.kernel import book; book.open_book(sys.argv[1]); print(1, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, plain], cwd=ROOT, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        with pytest.raises(
            BookProblem, match=f"电脑 {socket.gethostname()}，进程号 {other.pid}，.*账本没有打开"
        ):
            open_book(plain)
        assert not needs_password(plain)
        other.kill()
    open_book(plain).close()
