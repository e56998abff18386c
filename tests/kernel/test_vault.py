"""The key slots of an encrypted book."""

import base64
import errno
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk_app.kernel import durable_files, vault
from desk_app.kernel.book import BookProblem, change_password, create_book, open_book
from desk_app.kernel.file_trouble import NOT_CREATED

PASSWORD = "春天在哪里2026"


@pytest.fixture(scope="module")
def slots() -> tuple[vault.Vault, bytes]:
    """Return a vault that 王 and a recovery key open, and its data key."""
    empty, data_key = vault.new_vault()
    one = vault.add_slot(empty, data_key, vault.USER, "王", PASSWORD)
    return vault.add_slot(one, data_key, vault.RECOVERY, "纸上的钥匙", "RECOVERY-0000-1111"), data_key


def test_each_slot_opens_to_the_same_data_key(slots: tuple[vault.Vault, bytes]) -> None:
    stored, data_key = slots
    read = vault.from_json(vault.to_json(stored))
    assert read == stored
    for password, kind, label in (
        (PASSWORD, "user", "王"),
        ("RECOVERY-0000-1111", "recovery", "纸上的钥匙"),
    ):
        opened = vault.unlock(read, password)
        assert opened is not None
        assert (opened[0].kind, opened[0].label, opened[1]) == (kind, label, data_key)


def test_neither_password_nor_key_lies_in_the_file(slots: tuple[vault.Vault, bytes]) -> None:
    stored, data_key = slots
    content = vault.to_json(stored)
    assert PASSWORD.encode() not in content
    assert data_key.hex().encode() not in content
    assert vault.database_key(data_key) != data_key
    assert {slot.kdf.m for slot in stored.slots} == {65536}
    assert len({slot.kdf.salt for slot in stored.slots} | {slot.nonce for slot in stored.slots}) == 4


@pytest.mark.parametrize(
    ("typed", "opens"),
    [
        ("春天在哪里２０２６", True),  # typed with the input method on full width
        ("春天在哪里2025", False),
        (" 春天在哪里2026", False),
        ("", False),
        ("春" * 100_000, False),
        ("\ud800", False),
    ],
)
def test_a_password_opens_whatever_width_it_is_typed_in(
    slots: tuple[vault.Vault, bytes], typed: str, opens: bool
) -> None:
    assert (vault.unlock(slots[0], typed) is not None) == opens


def _weaken(plain: dict[str, Any]) -> None:
    plain["slots"][0]["kdf"]["t"] = 1


def _move_to_another_book(plain: dict[str, Any]) -> None:
    plain["db_id"] = "0" * 32


def _rename(plain: dict[str, Any]) -> None:
    plain["slots"][0]["label"] = "李会计"


def _promote(plain: dict[str, Any]) -> None:
    plain["slots"][0]["kind"] = "recovery"


def _roll_back(plain: dict[str, Any]) -> None:
    plain["key_version"] = 2


def _flip_a_bit(plain: dict[str, Any]) -> None:
    wrapped = bytearray(base64.b64decode(plain["slots"][0]["wrapped"]))
    wrapped[5] ^= 1
    plain["slots"][0]["wrapped"] = base64.b64encode(wrapped).decode()


@pytest.mark.parametrize(
    "tamper", [_weaken, _move_to_another_book, _rename, _promote, _roll_back, _flip_a_bit]
)
def test_a_slot_that_was_tampered_with_does_not_open(
    slots: tuple[vault.Vault, bytes], tamper: Callable[[dict[str, Any]], None]
) -> None:
    plain = json.loads(vault.to_json(slots[0]))
    tamper(plain)
    assert vault.unlock(vault.from_json(json.dumps(plain).encode()), PASSWORD) is None


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"{" * 100_000,
        b'{"format": 1}',
        b'{"format": 1, "db_id": "a", "key_version": 1, "slots": []}',
        b'{"format": "1", "db_id": "a", "key_version": 1, "slots": [{}]}',
        b'{"format": 1, "db_id": "a", "key_version": true, "slots": [{}]}',
    ],
)
def test_a_damaged_keys_file_is_told_as_such(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "a.book.keys"
    path.write_bytes(damage)
    with pytest.raises(BookProblem, match=r"钥匙文件“a[.]book[.]keys”已损坏，账本没有打开"):
        vault.read_vault(path)


def test_a_keys_file_cut_anywhere_is_told_as_damaged(
    tmp_path: Path, slots: tuple[vault.Vault, bytes]
) -> None:
    path = tmp_path / "a.book.keys"
    whole = vault.to_json(slots[0]).rstrip()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(BookProblem, match="已损坏"):
            vault.read_vault(path)


@pytest.mark.parametrize(
    ("name", "value"), [("m", 1 << 40), ("m", 8), ("t", 0), ("p", 10**6), ("m", "65536"), ("salt", "====")]
)
def test_a_keys_file_cannot_eat_the_machine(
    tmp_path: Path, slots: tuple[vault.Vault, bytes], name: str, value: object
) -> None:
    plain = json.loads(vault.to_json(slots[0]))
    plain["slots"][0]["kdf"][name] = value
    path = tmp_path / "a.book.keys"
    path.write_text(json.dumps(plain))
    with pytest.raises(BookProblem, match="已损坏"):
        vault.read_vault(path)


@pytest.mark.parametrize("change", [{"format": 2}, {"seal": "x25519"}, {"alg": "argon3"}])
def test_a_keys_file_of_a_newer_program_asks_for_an_update(
    slots: tuple[vault.Vault, bytes], change: dict[str, Any]
) -> None:
    plain = json.loads(vault.to_json(slots[0]))
    for part in (plain, plain["slots"][0], plain["slots"][0]["kdf"]):
        part.update({name: value for name, value in change.items() if name in part})
    with pytest.raises(BookProblem, match="请先更新本机程序"):
        vault.from_json(json.dumps(plain).encode())


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "密码要 8 到 128 个字，账本没有建立"),
        ("1234567", "密码要 8 到 128 个字"),
        ("x" * 129, "密码要 8 到 128 个字"),
        ("密码\ud83d密码密码密码", "不能用的字符"),
    ],
)
def test_a_password_that_will_not_do_is_refused_before_anything_is_made(
    tmp_path: Path, password: str, sentence: str
) -> None:
    with pytest.raises(BookProblem, match=sentence):
        create_book(tmp_path / "a.book", password, person="王")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("password", ["12345678", "x" * 128, "  空格也算  ", "😀" * 8])
def test_passwords_of_8_to_128_letters_will_do(password: str) -> None:
    vault.check_new_password(password, NOT_CREATED)


def test_a_changed_password_opens_the_book_and_the_old_one_does_not(tmp_path: Path) -> None:
    path = tmp_path / "a.book"
    book = create_book(path, PASSWORD, person="王")
    before = path.read_bytes()
    with pytest.raises(BookProblem, match="原密码不对，密码没有改"):
        change_password(book, "不是这个密码", "夏天在这里2026")
    with pytest.raises(BookProblem, match="密码没有改"):
        change_password(book, PASSWORD, "短")
    change_password(book, PASSWORD, "夏天在这里2026")
    book.close()
    assert path.read_bytes() == before, "the book is not rewritten"
    with pytest.raises(BookProblem, match="密码不对"):
        open_book(path, PASSWORD)
    book = open_book(path, "夏天在这里2026")
    assert book.opened_by == "王"
    book.close()


def test_an_unencrypted_book_has_no_password_to_change(tmp_path: Path) -> None:
    book = create_book(tmp_path / "a.book", None, person="王")
    with pytest.raises(BookProblem, match="没有设密码"):
        change_password(book, "", PASSWORD)
    book.close()


def test_a_failed_change_leaves_the_old_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk gives up when the new keys are put in place."""
    book = create_book(tmp_path / "a.book", PASSWORD, person="王")

    def fail(_source: Path, _target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(BookProblem, match="磁盘已满，密码没有改"):
        change_password(book, PASSWORD, "夏天在这里2026")
    book.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.book", "a.book.keys"]
    open_book(tmp_path / "a.book", PASSWORD).close()


def test_replaced_keys_keep_the_rights_an_administrator_gave_them(tmp_path: Path) -> None:
    path = tmp_path / "a"
    durable_files.write_file(path, b"1")
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o660)
    durable_files.write_file(path, b"2")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"2", 0o660)
