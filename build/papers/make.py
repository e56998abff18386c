"""Makes the shipped Word templates (出厂模板) from the declarations beside this file.

python build/papers/make.py           write templates_docx, Chinese and under `en` English
python build/papers/make.py --check   only say whether they are up to date; exit code 1 when not
"""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

from desk_app.kernel.papers.archive import read_parts  # noqa: E402

Form = Callable[[Callable[[str, str], str]], bytes]


def forms() -> dict[str, Form]:
    """Return the `FORMS` of every module beside this one; no two may make the same file."""
    found: dict[str, Form] = {}
    for path in sorted(HERE.glob("*.py")):
        made: dict[str, Form] = getattr(import_module(path.stem), "FORMS", {}) if path.stem != "make" else {}
        if twice := found.keys() & made.keys():
            raise ValueError(f"{path.name} makes what another module makes: {', '.join(sorted(twice))}")
        found |= made
    return dict(sorted(found.items()))


def make() -> dict[Path, bytes]:
    """Return every template by its path below `templates_docx`."""
    declared = forms()
    chinese = {Path(name): form(lambda zh, en: zh) for name, form in declared.items()}
    english = {Path("en", name): form(lambda zh, en: en) for name, form in declared.items()}
    return chinese | english


def find_stale(folder: Path) -> list[Path]:
    """Return the templates that are missing or differ from what would be made.

    Parts are compared, not files: another version of zlib packs the same parts into other bytes.
    """
    return [
        path
        for path, content in make().items()
        if not (folder / path).is_file() or read_parts((folder / path).read_bytes()) != read_parts(content)
    ]


def find_orphans(folder: Path) -> list[Path]:
    """Return the templates that no module makes any more."""
    made = make()
    lying = (path.relative_to(folder) for path in folder.rglob("*.docx"))
    return sorted(path for path in lying if path not in made and not path.name.startswith("~$"))


def main(arguments: list[str]) -> int:
    """Write the templates, or with --check compare them; return the exit code."""
    folder = ROOT / "templates_docx"
    stale = find_stale(folder)
    if "--check" in arguments:
        orphans = find_orphans(folder)
        for what, paths in (("out of date", stale), ("made by no module", orphans)):
            for path in paths:
                print(f"{what}: templates_docx/{path.as_posix()}", file=sys.stderr)
        return 1 if stale or orphans else 0
    made = make()
    for path in stale:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made[path])
        print(f"made templates_docx/{path.as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
