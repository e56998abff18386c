"""What the tests of the house share: the source as syntax trees, and the modules of build/."""

import ast
import importlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest

Trees = Mapping[str, ast.Module]


@pytest.fixture(scope="session")
def root(pytestconfig: pytest.Config) -> Path:
    """Return the folder of the project."""
    return pytestconfig.rootpath


@pytest.fixture
def build(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["Build"]:
    """Give the modules of build/ by name: `build.catalog`. They are scripts, found only while the test runs."""
    monkeypatch.syspath_prepend(root / "build")
    before = set(sys.modules)
    yield Build()
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(root / "build")):
            del sys.modules[name]


class Build:
    """The modules of build/, imported when asked for."""

    def __getattr__(self, name: str) -> ModuleType:
        return importlib.import_module(name)


@pytest.fixture(scope="session")
def trees(root: Path) -> Trees:
    """Return the syntax tree of every module of desk_app and ui by its path."""
    paths = [path for folder in ("desk_app", "ui") for path in sorted((root / folder).rglob("*.py"))]
    return {path.relative_to(root).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}
