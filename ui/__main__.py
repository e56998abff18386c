"""`python -m ui`: the program itself, or, before any Qt is imported, a child process that reads one file."""

import sys
from pathlib import Path


def main(words: list[str] | None = None) -> int:
    """Run what the command line asks for; return the exit code."""
    arguments = sys.argv[1:] if words is None else words
    if arguments[:1] == ["--read-sheet"]:
        from desk_app.kernel.sheets.child import main as read_sheet

        return read_sheet(arguments[1:])
    if arguments[:1] == ["--check-template"]:
        from desk_app.kernel.papers.checked_apart import main as check_template

        return check_template(arguments[1:])
    if not arguments:
        from ui.app import Start, run

        return run(Start())
    import argparse

    parser = argparse.ArgumentParser(prog="property-desk", description="物业前台 Property Desk")
    parser.add_argument("book", nargs="?", type=Path, help="book to open")
    parser.add_argument("--book", dest="named", type=Path, metavar="PATH", help="book to open")
    parser.add_argument("--demo", action="store_true", help="open the sample community")
    parser.add_argument(
        "--shots", type=Path, metavar="DIR", help="write pictures of every page to DIR and end"
    )
    parser.add_argument("--self-test", action="store_true", help="open a sample book, print ready, and end")
    parser.add_argument("--tell-start", action="store_true", help="print painted and ready; for benchmarks")
    parser.add_argument("--bare", action="store_true", help="show an empty window only; for benchmarks")
    read = parser.parse_args(arguments)
    if read.bare:
        from ui.shots import show_bare_window

        return show_bare_window()
    from ui.app import Start, run

    return run(Start(read.demo, read.named or read.book, read.shots, read.self_test, read.tell_start))


if __name__ == "__main__":
    sys.exit(main())
