"""Makes the shipped Word templates (出厂模板) from the declarations beside this file.

python build/papers/make.py           write templates_docx, Chinese and under `en` English
python build/papers/make.py --check   only say whether they are up to date; exit code 1 when not
"""

import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

import goods_release  # noqa: E402
from desk_app.kernel.papers.archive import read_parts  # noqa: E402

FORMS: dict[str, Callable[[Callable[[str, str], str]], bytes]] = {**goods_release.FORMS}


def make() -> dict[Path, bytes]:
    """Return every template by its path below `templates_docx`."""
    chinese = {Path(name): form(lambda zh, en: zh) for name, form in FORMS.items()}
    english = {Path("en", name): form(lambda zh, en: en) for name, form in FORMS.items()}
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


def main(arguments: list[str]) -> int:
    """Write the templates, or with --check compare them; return the exit code."""
    folder = ROOT / "templates_docx"
    stale = find_stale(folder)
    if "--check" in arguments:
        for path in stale:
            print(f"out of date: templates_docx/{path.as_posix()}", file=sys.stderr)
        return 1 if stale else 0
    made = make()
    for path in stale:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made[path])
        print(f"made templates_docx/{path.as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
