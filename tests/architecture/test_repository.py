"""What may not get into the repository, and what its locked lists of libraries promise."""

import contextlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

# Written so that this file does not match itself.
REGISTRY = re.compile(
    r"py[p]i\.org|python[h]osted|npm[j]s\.|/sim[p]le/|--(extra-)?inde[x]-url|--fin[d]-links"
)
MACHINE = re.compile(r"(?<![\w.])/(roo[t]|wor[k]|hom[e]/\w+|User[s]/\w+)/|[A-Z]:\\\\?User[s]\\\\?\w")


MADE_HERE = {
    ".git",
    ".venv",
    "out",
    "__pycache__",
    ".hypothesis",
    "desk_app.egg-info",
    "property_desk.egg-info",
}


@pytest.fixture(scope="module")
def texts(root: Path) -> dict[str, str]:
    """Return every text file of the project by its path, without what tools make here."""
    found = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in MADE_HERE and not name.endswith("_cache")]
        for path in (Path(folder, name) for name in names):
            with contextlib.suppress(UnicodeDecodeError):
                found[path.relative_to(root).as_posix()] = path.read_text("utf-8")
    return found


def test_no_file_names_a_package_registry(texts: Mapping[str, str]) -> None:
    assert [f"{name}: {hit[0]}" for name, text in texts.items() if (hit := REGISTRY.search(text))] == []


def test_no_file_names_a_folder_of_somebodys_machine(texts: Mapping[str, str]) -> None:
    assert [f"{name}: {hit[0]}" for name, text in texts.items() if (hit := MACHINE.search(text))] == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_library_is_locked_with_its_hashes(name: str, root: Path) -> None:
    locked = _locked(root / "build" / f"{name}.txt")
    assert [library for library, lines in locked.items() if "==" not in lines[0] or len(lines) < 2] == []
    wanted = (root / "build" / f"{name}.in").read_text("utf-8").splitlines()
    asked = {_plain(line) for line in wanted if line.strip() and not line.startswith(("#", "-r"))}
    assert asked - set(locked) == set()


def test_developing_uses_the_very_files_the_program_ships(root: Path) -> None:
    shipped = _locked(root / "build" / "requirements.txt")
    developing = _locked(root / "build" / "requirements-dev.txt")
    assert {name: lines for name, lines in shipped.items() if developing.get(name) != lines} == {}


def _locked(path: Path) -> dict[str, list[str]]:
    """Return, for each library, its line and the lines of its hashes."""
    found: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith((" ", "#")):
            name = _plain(line)
            found[name] = []
        found[name].append(line.strip(" \\"))
    return found


def _plain(line: str) -> str:
    return re.split(r"[=<>~ ;\[]", line.strip())[0].lower().replace("_", "-")
