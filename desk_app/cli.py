"""deskctl: the book's commands for a console (命令行). Results on standard output, errors as a sentence, exit code 1."""

import argparse
import importlib
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from desk_app.commands.opening import ask_password, open_book
from desk_app.kernel.errors import DeskError
from desk_app.kernel.file_trouble import explain
from desk_app.kernel.words import LANGUAGES, _, use_language

Result = Any
"""What a command returns: printed as JSON, or by its own `say` as lines."""


COMMANDS = (
    "desk_app.commands.billing",
    "desk_app.commands.cashier",
    "desk_app.commands.debits",
    "desk_app.commands.arrears",
    "desk_app.commands.opening_sheet",
)
"""Modules with more commands: `add(command)` declares them, `desk_app.commands.opening` opens their book."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 after telling a user's mistake on standard error."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["--read-sheet"]:
        from desk_app.kernel.sheets.child import main as read_sheet

        return read_sheet(words[1:])
    if words[:1] == ["--check-template"]:
        from desk_app.kernel.papers.checked_apart import main as check_template

        return check_template(words[1:])
    _speak_utf8()
    arguments = _parser().parse_args(words)
    use_language(arguments.language)
    try:
        result = arguments.run(arguments)
    except Exception as error:
        problem = error if isinstance(error, DeskError) else explain(error)
        if problem is None:
            raise
        print(
            json.dumps({"error": str(problem)}, ensure_ascii=False) if arguments.json else problem,
            file=sys.stderr,
        )
        return 1
    if result is None:
        return 0
    try:
        if arguments.json:
            print(json.dumps(result, ensure_ascii=False, indent=1, default=str))
        else:
            arguments.say(result)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1 if isinstance(result, dict) and result.get("ok") is False else 0


def _speak_utf8() -> None:
    """Print Chinese whatever the console's code page is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print JSON")
    common.add_argument(
        "--language", choices=list(LANGUAGES), default=os.environ.get("DESK_LANGUAGE", "zh_CN")
    )
    common.add_argument("--password-file", type=Path, help="file whose first line is the book's password")
    parser = argparse.ArgumentParser(prog="deskctl", description="物业前台 Property Desk")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str,
        run: Callable[[argparse.Namespace], Result],
        say: Callable[[Result], None],
        summary: str,
        *names: str,
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, parents=[common], help=summary, description=summary)
        sub.set_defaults(run=run, say=say)
        for argument in names:
            sub.add_argument(argument.lower(), metavar=argument)
        return sub

    new = command("new", _new, _say_done, "make an empty book", "BOOK")
    _add_new_options(new)
    demo = command("demo", _demo, _say_done, "make a book of a sample community", "BOOK")
    demo.add_argument("--rooms", type=int, default=240)
    _add_new_options(demo)
    roster = command("import-roster", _import_roster, _say_import, "take in a roster", "BOOK", "FILE")
    roster.add_argument("--dry-run", action="store_true", help="write nothing")
    roster.add_argument("--report", type=Path, metavar="OUT.xlsx", help="coloured workbook of what was read")
    roster.add_argument("--existing", choices=("skip", "update", "refuse"), default="skip")
    export = command(
        "export-roster", _export_roster, _say_done, "write all rooms and people to Excel", "BOOK", "FILE"
    )
    export.add_argument("--reason", default="", help="why; kept in the log")
    command("undo-import", _undo_import, _say_done, "take an import back", "BOOK", "ID")
    listing = command("list", _list, _say_list, "list the records of a kind", "BOOK", "KIND")
    listing.add_argument("--where", action="append", default=[], metavar="field=value")
    command("show", _show, _say_record, "show one record", "BOOK", "KIND", "NUMBER")
    paper = command("paper", _paper, _say_paper, "fill a paper of one record or of many", "BOOK", "PAPER")
    paper.add_argument("number", nargs="*", metavar="NUMBER")
    paper.add_argument("--all", action="store_true", help="for every record, or those of --where")
    paper.add_argument("--where", action="append", default=[], metavar="field=value")
    paper.add_argument("--pack", action="store_true", help="PAPER names a pack")
    paper.add_argument(
        "--print", nargs="?", const="", metavar="PRINTER", help="print it by the office program"
    )
    paper.add_argument("--out", type=Path, metavar="FILE.docx", help="a folder takes a file for each paper")
    papers = command("papers", _papers, _say_papers, "list papers and their placeholders")
    papers.add_argument("paper", nargs="?")
    command("check", _check, _say_check, "check the book", "BOOK")
    for name in COMMANDS:
        importlib.import_module(name).add(command)
    bench = command("bench", _bench, _say_done, "run the benchmarks of a source checkout")
    bench.add_argument("name", nargs="?")
    return parser


def _add_new_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--unencrypted", action="store_true", help="keep the book without a password")
    parser.add_argument("--person", default="", help="name of the person at the desk")
    parser.add_argument("--company", default="")
    parser.add_argument("--project", default="")
    parser.add_argument("--service-phone", default="")


def _new_texts(arguments: argparse.Namespace) -> dict[str, str]:
    texts = {
        "company": arguments.company,
        "project": arguments.project,
        "service_phone": arguments.service_phone,
    }
    return {name: text for name, text in texts.items() if text}


def _new_password(arguments: argparse.Namespace) -> str | None:
    return None if arguments.unencrypted else ask_password(arguments, _("新账本的密码："))


def _new(arguments: argparse.Namespace) -> Result:
    from desk_app import office

    created = office.create_office(
        Path(arguments.book),
        _new_password(arguments),
        arguments.person or _("前台"),
        _new_texts(arguments),
    )
    try:
        return {"book": str(created.path), "encrypted": created.book.encrypted}
    finally:
        created.close()


def _demo(arguments: argparse.Namespace) -> Result:
    from desk_app import demo

    made = demo.make_demo(
        Path(arguments.book),
        _new_password(arguments),
        arguments.rooms,
        arguments.person,
        _new_texts(arguments),
    )
    try:
        return {"book": str(made.path), "encrypted": made.book.encrypted, "rooms": arguments.rooms}
    finally:
        made.close()


def _import_roster(arguments: argparse.Namespace) -> Result:
    """Read, and unless it is a dry run take in, a roster."""
    from desk_app.screens.import_sheet import ImportSheet

    with closing(open_book(arguments)) as opened:
        sheet = ImportSheet(opened.desk, on_existing=arguments.existing)
        preview = sheet.open(Path(arguments.file))
        if arguments.report:
            sheet.write_report(arguments.report)
        problems = [
            {
                "sheet": finding.sheet,
                "cell": _cell(finding),
                "severity": finding.severity,
                "message": finding.message,
            }
            for finding in sheet.problems()
        ]
        result: dict[str, Any] = {
            "rooms": preview.count("create"),
            "updated": preview.count("update"),
            "skipped": preview.count("skip"),
            "refused": preview.count("refuse") + preview.plan.counts.refused_rows,
            "people": preview.plan.counts.people,
            "problems": problems,
            "same_file": preview.same_file,
            "dry_run": arguments.dry_run,
            "summary": preview.summary,
        }
        if not arguments.dry_run:
            run = sheet.accept()
            result["id"] = run.id
            result |= {name: count for name, count in json.loads(run.counts).items() if name != "updated"}
        return result


def _cell(finding: Any) -> str:
    """Return the finding's place inside its sheet: 'C5', '5' for a row, '' for the sheet."""
    address = str(finding.address)
    place = address.removeprefix(finding.sheet).removeprefix("!")
    return place if finding.column is not None else (str(finding.row) if finding.row else "")


def _export_roster(arguments: argparse.Namespace) -> Result:
    from desk_app.screens.export_roster import export_roster

    with closing(open_book(arguments)) as opened:
        rooms = export_roster(Path(arguments.file), opened.desk, arguments.reason)
        return {"rooms": rooms, "file": arguments.file}


def _undo_import(arguments: argparse.Namespace) -> Result:
    from desk_app.screens.import_sheet import undo_import

    if not arguments.id.isdigit():
        raise DeskError(_("导入编号应为数字：{id}").format(id=arguments.id))
    with closing(open_book(arguments)) as opened:
        run = undo_import(int(arguments.id), opened.desk)
        return {"id": run.id, "undone": True, "file": run.file_name}


def _list(arguments: argparse.Namespace) -> Result:
    from desk_app.screens import records

    with closing(open_book(arguments)):
        return records.list_records(arguments.kind, arguments.where)


def _show(arguments: argparse.Namespace) -> Result:
    from desk_app.screens import records

    with closing(open_book(arguments)):
        return records.show_record(arguments.kind, arguments.number)


def _paper(arguments: argparse.Namespace) -> Result:
    """Fill a paper of the record NUMBER, or a register of the month NUMBER (2026-11); or of many records, or a pack."""
    from desk_app.screens import paper_console

    every = arguments.all or bool(arguments.where)
    if not arguments.number and not every:
        raise DeskError(_("没有填写：请给出编号，或用 --all 填写全部。"))
    is_of_many = every or arguments.pack or len(arguments.number) > 1 or _is_pack(arguments.paper)
    if arguments.out is None and (arguments.print is None or is_of_many):
        raise DeskError(_("没有填写：请用 --out 给出文件，一份表单也可以用 --print 直接打印。"))
    with closing(open_book(arguments)) as opened:
        if is_of_many:
            where = arguments.where if every else None
            return paper_console.fill_many(
                arguments.paper, arguments.number, arguments.out, opened.desk, where
            )
        made = paper_console.fill_one(arguments.paper, arguments.number[0], arguments.out, opened.desk)
        if arguments.print is not None:
            paper_console.print_paper(made, arguments.print, opened.desk)
        return {
            "paper": made.paper_name,
            "number": made.number,
            "file": str(arguments.out or ""),
            "sha256": made.sha256,
        }


def _is_pack(typed: str) -> bool:
    from desk_app import office
    from desk_app.kernel.papers.packs import Pack
    from desk_app.screens.named_papers import find_named

    office.load_modules()
    return isinstance(find_named(typed).what, Pack)


def _papers(arguments: argparse.Namespace) -> Result:
    from desk_app import office
    from desk_app.screens import records

    office.load_modules()
    return records.list_papers(arguments.paper)


def _check(arguments: argparse.Namespace) -> Result:
    from desk_app.kernel.book import check_book
    from desk_app.screens.records import check_audit

    with closing(open_book(arguments)) as opened:
        problems = [*check_book(opened.book), *check_audit()]
        return {"ok": not problems, "problems": problems}


def _bench(arguments: argparse.Namespace) -> Result:
    """Benchmarks come with the source, not with the installed program."""
    import subprocess

    script = Path(__file__).resolve().parents[1] / "tests" / "bench" / "run.py"
    if not script.exists():
        raise DeskError(_("没有运行：基准测试只在源码目录里。"))
    names = [arguments.name] if arguments.name else []
    if subprocess.run([sys.executable, str(script), *names], check=False).returncode:
        raise DeskError(_("基准测试没有全部达到目标，见上面的表。"))
    return None


def _say_done(result: Result) -> None:
    for name, value in result.items():
        print(f"{name}: {value}")


def _say_paper(result: Result) -> None:
    if "run" not in result:
        _say_done(result)
        return
    print(_("已填写 {count} 份，批次 {run}。").format(count=result["papers"], run=result["run"]))
    for file in result["files"]:
        print(f"  {file}")
    for one in result["refused"]:
        print(_("没有填写 {record}：{why}").format(**one))


def _say_import(result: Result) -> None:
    print(result["summary"])
    for line in filter(None, (result["same_file"],)):
        print(line)
    for problem in result["problems"]:
        print(f"  {problem['sheet']}!{problem['cell']}  {problem['message']}")
    if "id" in result:
        print(_("已导入，编号 {run}。可用 undo-import 撤销。").format(run=result["id"]))


def _say_list(result: Result) -> None:
    for row in result[:1]:
        print("\t".join(name for name, value in row.items() if not isinstance(value, list)))
    for row in result:
        print("\t".join(str(value) for value in row.values() if not isinstance(value, list)))


def _say_record(result: Result) -> None:
    for name, value in result.items():
        print(f"{name}: {json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value}")


def _say_papers(result: Result) -> None:
    for paper in result:
        label = f"{paper['label']}（{paper['of']}）" if paper["of"] else paper["label"]
        print(f"{paper['number']}\t{paper['name']}\t{label}\t{', '.join(paper['placeholders'])}")


def _say_check(result: Result) -> None:
    for problem in result["problems"]:
        print(problem)
    if result["ok"]:
        print(_("账本完好。"))
