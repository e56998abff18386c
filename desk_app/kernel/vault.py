"""Key slots of an encrypted book (钥匙文件): a random data key, wrapped once for each password.

`name.book.keys` is JSON, format 1::

    {"format": 1, "db_id": hex, "key_version": 1, "slots": [
        {"id": hex, "kind": "user" | "recovery", "label": person, "seal": "aes256gcm",
         "kdf": {"alg": "argon2id", "v": 19, "m": KiB, "t": passes, "p": lanes, "salt": base64},
         "nonce": base64, "wrapped": base64}]}

`wrapped` is AES-256-GCM of the data key under Argon2id of the password. Everything else of the slot, with format,
db_id and key_version, is its associated data: a weakened KDF, a slot of another book or a changed name does not
open. Changing a password wraps one slot anew and leaves the book alone. A later kind of slot is another `seal`.
No password and no hash of one is stored; opening a slot is the login.
"""

import base64
import json
import os
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from desk_app.kernel import durable_files
from desk_app.kernel.file_trouble import NOT_OPENED, BookProblem
from desk_app.kernel.words import _

FORMAT = 1
USER, RECOVERY = "user", "recovery"
SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 128
KEY_BYTES = 32

_SEAL = "aes256gcm"
_SALT_BYTES, _NONCE_BYTES, _TAG_BYTES = 16, 12, 16
_LARGEST_FILE = 1 << 20
_MOST_MEMORY_KIB, _MOST_PASSES, _MOST_LANES = 1 << 20, 20, 16
"""Above these a slot is taken for damaged, rather than let a bad file eat the machine."""


@dataclass(frozen=True)
class Kdf:
    """Parameters of Argon2id: `m` KiB of memory, `t` passes, `p` lanes. 0.2 s and 64 MiB on an office PC."""

    salt: str
    alg: str = "argon2id"
    v: int = 19
    m: int = 64 * 1024
    t: int = 3
    p: int = 4


@dataclass(frozen=True)
class Slot:
    """One wrapped copy of the data key; `label` is the person's name. Binary values are base64."""

    id: str
    kind: str
    label: str
    kdf: Kdf
    nonce: str = ""
    wrapped: str = ""
    seal: str = _SEAL


@dataclass(frozen=True)
class Vault:
    """All slots of one book."""

    db_id: str
    key_version: int
    slots: tuple[Slot, ...]


def check_new_password(password: str, not_done: str) -> None:
    """Raise BookProblem unless the password may be set: 8 to 128 letters, counted as stored (NFKC), blanks kept."""
    secret = _normal(password)
    if secret is None:
        raise BookProblem(_("密码里有不能用的字符，{not_done}。请换一个密码。").format(not_done=_(not_done)))
    if not SHORTEST_PASSWORD <= len(secret.decode()) <= LONGEST_PASSWORD:
        raise BookProblem(
            _("密码要 {shortest} 到 {longest} 个字，{not_done}。请换一个密码。").format(
                shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD, not_done=_(not_done)
            )
        )


def new_vault() -> tuple[Vault, bytes]:
    """Return a vault without slots for a new book, and its new data key."""
    return Vault(secrets.token_hex(16), 1, ()), secrets.token_bytes(KEY_BYTES)


def add_slot(vault: Vault, data_key: bytes, kind: str, label: str, password: str) -> Vault:
    """Return the vault with one more slot, which `password` opens."""
    slot = _wrap(vault, data_key, Slot(secrets.token_hex(4), kind, label, _fresh_kdf()), password)
    return replace(vault, slots=(*vault.slots, slot))


def unlock(vault: Vault, password: str) -> tuple[Slot, bytes] | None:
    """Return the slot that `password` opens and the data key, or None. Tries them all: 0.2 s a slot."""
    for slot in vault.slots:
        data_key = _unwrap(vault, slot, password)
        if data_key is not None:
            return slot, data_key
    return None


def change_slot(vault: Vault, slot_id: str, old: str, new: str) -> Vault | None:
    """Return the vault with the slot wrapped for the password `new`, or None if `old` does not open it."""
    for slot in vault.slots:
        if slot.id == slot_id:
            data_key = _unwrap(vault, slot, old)
            if data_key is None:
                return None
            fresh = _wrap(vault, data_key, replace(slot, kdf=_fresh_kdf()), new)
            return replace(vault, slots=tuple(fresh if each.id == slot_id else each for each in vault.slots))
    return None


def database_key(data_key: bytes) -> bytes:
    """Return the raw key of the database file, one of the keys derived from the data key (HKDF-SHA256)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, None, b"sqlcipher").derive(data_key)


def to_json(vault: Vault) -> bytes:
    """Return the content of the keys file."""
    plain = {"format": FORMAT, "db_id": vault.db_id, "key_version": vault.key_version}
    slots = [asdict(slot) for slot in vault.slots]
    return json.dumps(plain | {"slots": slots}, ensure_ascii=False, indent=1).encode() + b"\n"


def from_json(content: bytes) -> Vault:
    """Return the vault of a keys file; ValueError if it is damaged, BookProblem if a newer program wrote it."""
    plain = json.loads(content)
    if not isinstance(plain, dict):
        raise ValueError("no object")
    if _whole(plain, "format", 1, 10**6) > FORMAT:
        raise _newer()
    if not isinstance(plain["slots"], list):
        raise ValueError("slots")
    slots = tuple(_read_slot(slot) for slot in plain["slots"])
    if not slots:
        raise ValueError("no slots")
    return Vault(_text(plain, "db_id", 64), _whole(plain, "key_version", 1, 10**6), slots)


def read_vault(path: Path) -> Vault:
    """Return the vault in the file; BookProblem if it is damaged or written by a newer program."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise ValueError("too large")
        return from_json(path.read_bytes())
    except (ValueError, KeyError, RecursionError):
        raise BookProblem(
            _(
                "账本的钥匙文件“{name}”已损坏，{not_done}。没有它任何密码都打不开账本：请从最近的备份里取回这个文件，放回账本旁边。"
            ).format(name=path.name, not_done=_(NOT_OPENED))
        ) from None


def write_vault(vault: Vault, path: Path) -> None:
    """Put the vault in place of the file in one step; OSError leaves the old one."""
    durable_files.write_file(path, to_json(vault))


def _fresh_kdf() -> Kdf:
    return Kdf(base64.b64encode(os.urandom(_SALT_BYTES)).decode())


def _normal(password: str) -> bytes | None:
    """Return the password as hashed: full-width letters, typed with the input method on, count as plain ones."""
    try:
        return unicodedata.normalize("NFKC", password).encode()
    except UnicodeEncodeError:
        return None


def _wrap(vault: Vault, data_key: bytes, slot: Slot, password: str) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    secret = _normal(password)
    assert secret is not None, "check_new_password comes first"
    nonce = os.urandom(_NONCE_BYTES)
    wrapped = AESGCM(_stretch(secret, slot.kdf)).encrypt(nonce, data_key, _bound(vault, slot))
    return replace(slot, nonce=base64.b64encode(nonce).decode(), wrapped=base64.b64encode(wrapped).decode())


def _unwrap(vault: Vault, slot: Slot, password: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    secret = _normal(password)
    if secret is None or len(secret) > 4 * LONGEST_PASSWORD:
        return None
    try:
        return AESGCM(_stretch(secret, slot.kdf)).decrypt(
            base64.b64decode(slot.nonce), base64.b64decode(slot.wrapped), _bound(vault, slot)
        )
    except InvalidTag:
        return None


def _stretch(secret: bytes, kdf: Kdf) -> bytes:
    """Return the key that wraps the data key: Argon2id."""
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        secret,
        base64.b64decode(kdf.salt),
        time_cost=kdf.t,
        memory_cost=kdf.m,
        parallelism=kdf.p,
        hash_len=KEY_BYTES,
        type=Type.ID,
        version=kdf.v,
    )


def _bound(vault: Vault, slot: Slot) -> bytes:
    """Return the associated data of a slot: all that must not be changed without its password."""
    bound = [
        FORMAT,
        vault.db_id,
        vault.key_version,
        slot.id,
        slot.kind,
        slot.label,
        slot.seal,
        asdict(slot.kdf),
    ]
    return json.dumps(bound, sort_keys=True).encode()


def _read_slot(plain: Any) -> Slot:
    if not isinstance(plain, dict) or not isinstance(plain["kdf"], dict):
        raise ValueError("slot")
    kdf = plain["kdf"]
    lanes = _whole(kdf, "p", 1, _MOST_LANES)
    if plain["seal"] != _SEAL or kdf["alg"] != Kdf.alg or kdf["v"] != Kdf.v:
        raise _newer()
    return Slot(
        _text(plain, "id", 64),
        _text(plain, "kind", 20),
        _text(plain, "label", 200),
        Kdf(
            _binary(kdf, "salt", _SALT_BYTES),
            m=_whole(kdf, "m", 8 * lanes, _MOST_MEMORY_KIB),
            t=_whole(kdf, "t", 1, _MOST_PASSES),
            p=lanes,
        ),
        _binary(plain, "nonce", _NONCE_BYTES),
        _binary(plain, "wrapped", KEY_BYTES + _TAG_BYTES),
    )


def _newer() -> BookProblem:
    return BookProblem(
        _("这本账的钥匙文件由较新的版本写成，{not_done}。请先更新本机程序。").format(not_done=_(NOT_OPENED))
    )


def _text(plain: Mapping[str, Any], name: str, longest: int) -> str:
    value = plain[name]
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(name)
    return value


def _whole(plain: Mapping[str, Any], name: str, least: int, most: int) -> int:
    value = plain[name]
    if type(value) is not int or not least <= value <= most:
        raise ValueError(name)
    return value


def _binary(plain: Mapping[str, Any], name: str, length: int) -> str:
    """Return the base64 text of a value that is `length` bytes long."""
    text = _text(plain, name, 200)
    if len(base64.b64decode(text, validate=True)) != length:
        raise ValueError(name)
    return text
