"""Templates made to do harm, each refused by name: with the sentence said, within five seconds and 300 MB.

The files are made here, read in one process of their own, and what was said is looked at afterwards.
"""

import io
import json
import struct
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from desk_app.kernel.papers.package import read_package

MAIN = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHELL = "{{ cycler.__init__.__globals__.os.popen('touch pwned').read() }}"
MOST_SECONDS, MOST_MEGABYTES = 5, 300
Edit = Callable[[bytes], bytes]

CHECK = """
import json, resource, sys, time
from pathlib import Path
from desk_app.kernel.papers.check import check_placeholders
from desk_app.kernel.papers import Placeholder
STATUS = Path("/proc/self/status")
def most_megabytes():  # Linux counts what the process that started this one had in ru_maxrss, too
    if not STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return next(int(line.split()[1]) for line in STATUS.read_text().splitlines() if line.startswith("VmHWM")) // 1024
known = [Placeholder("name", "姓名"), Placeholder("rows", "明细", (Placeholder("a", "甲"),))]
known_good = check_placeholders(Path(sys.argv[1], "a good one").read_bytes(), known)
found = {}
for file in sorted(Path(sys.argv[1]).iterdir()):
    start = time.perf_counter()
    checked = check_placeholders(file.read_bytes(), known)
    seconds = time.perf_counter() - start
    found[file.name] = [list(checked.problems), list(checked.warnings), seconds, most_megabytes()]
print(json.dumps(found))
"""


def word_file(
    *paragraphs: str, edits: dict[str, Edit] | None = None, added: dict[str, bytes | str] | None = None
) -> bytes:
    """Return a Word file; `edits` changes parts, `added` puts further ones in."""
    document = docx.Document()
    for paragraph in paragraphs or ("{{ name }}",):
        document.add_paragraph(paragraph)
    source, target = io.BytesIO(), io.BytesIO()
    document.save(source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (edits or {}).get(name, lambda part: part)(old.read(name)))
        for name, content in (added or {}).items():
            new.writestr(name, content)
    return target.getvalue()


def replaced(old: str, new: str) -> Edit:
    def edit(part: bytes) -> bytes:
        assert old.encode() in part
        return part.replace(old.encode(), new.encode(), 1)

    return edit


def in_text(xml: str) -> bytes:
    """Return a file with XML beside its placeholder."""
    run = "<w:r><w:t>{{ name }}</w:t></w:r>"
    return word_file(edits={MAIN: replaced(run, run + xml)})


def in_body(xml: str) -> bytes:
    return word_file(edits={MAIN: replaced("<w:sectPr", xml + "<w:sectPr")})


def related(kind: str, target: str, *, external: bool) -> bytes:
    mode = ' TargetMode="External"' if external else ""
    line = f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return word_file(edits={RELATIONS: replaced("</Relationships>", line)})


def field(*instructions: str) -> str:
    """Return a field whose instruction comes in several runs."""
    runs = "".join(
        f'<w:r><w:instrText xml:space="preserve">{one}</w:instrText></w:r>' for one in instructions
    )
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return begin + runs + end


def with_doctype(part: bytes) -> bytes:
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
    )
    _declaration, _end, text = part.decode().partition("?>")
    return f"<!DOCTYPE l [{entities}]>{text.replace('{{ name }}', '&j;')}".encode()


def in_utf_7(part: bytes) -> bytes:
    """The doctype is spelled so that nobody who looks for it in plain bytes finds it."""
    _declaration, _end, text = part.decode().partition("?>")
    hidden = "+ADwAIQ-DOCTYPE l +AFs +ADwAIQ-ENTITY x SYSTEM +ACI-file:///etc/hostname+ACI +AD4 +AF0 +AD4"
    return f'<?xml version="1.0" encoding="UTF-7"?>{hidden}{text}'.encode()


def duplicated(name: str) -> bytes:
    target = io.BytesIO(word_file())
    with zipfile.ZipFile(target, "a") as packed, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        packed.writestr(name, b"<a/>")
    return target.getvalue()


def renamed_main(name: str) -> bytes:
    """Return a file whose text lies in a part that is not called XML."""
    source, target = io.BytesIO(word_file()), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            if part in (TYPES, "_rels/.rels"):
                content = content.replace(b"word/document.xml", b"word/" + name.encode())
            moved = {MAIN: f"word/{name}", RELATIONS: f"word/_rels/{name}.rels"}.get(part, part)
            new.writestr(moved, with_doctype(content) if part == MAIN else content)
    return target.getvalue()


def headed(text: str, *, footer: bool = False) -> bytes:
    document = docx.Document()
    part = document.sections[0].footer if footer else document.sections[0].header
    part.paragraphs[0].text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def titled(**properties: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("{{ name }}")
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def word_part(xml: str) -> str:
    return f'<w:notes xmlns:w="{WORD}">{xml}</w:notes>'


def noted(path: str, content: str) -> bytes:
    """Return a file whose footnotes lie at `path` below the root, said to be footnotes by type and relation."""
    line = f'<Relationship Id="rId99" Type="{OFFICE}/footnotes" Target="/{path}"/></Relationships>'
    kind = f'<Override PartName="/{path}" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
    edits = {RELATIONS: replaced("</Relationships>", line), TYPES: replaced("</Types>", kind)}
    return word_file(edits=edits, added={path: content})


def partly_seen(harmless: str, instruction: str) -> bytes:
    """Return a file with a field of which `harmless` is passed over by programs that do not know its surroundings."""
    begin, rest = field(f" {instruction} ").split("</w:r>", 1)
    return in_text(f"{begin}</w:r>{harmless}{rest}")


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">2L", width, height) + b"\1\0\0\0\0"


def bomb(size: int, name: str) -> bytes:
    """Return a file with a part that unpacks to `size` megabytes of one letter."""
    target = io.BytesIO(word_file())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as packed, packed.open(name, "w") as part:
        for _megabyte in range(size):
            part.write(b"A" * 2**20)
    return target.getvalue()


def lying_bomb() -> bytes:
    """Return a file whose directory says that 60 MB are ten bytes."""
    content = bytearray(bomb(60, "word/big.xml"))
    at = content.rindex(b"word/big.xml") - 46 + 24
    content[at : at + 4] = struct.pack("<L", 10)
    return bytes(content)


PAGE = "<w:r><w:instrText>PAGE </w:instrText></w:r>"
MARKUP = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:zz="urn:zz"'
CHOICE = f'<mc:AlternateContent {MARKUP}><mc:Choice Requires="zz">{PAGE}</mc:Choice></mc:AlternateContent>'
DDE = field(" DDEAUTO x ")
STRICT_NOTES = '<w:footnotes xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:p><w:fldSimple w:instr="DDE x"/></w:p></w:footnotes>'
ATTACHED = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{OFFICE}/attachedTemplate" Target="http://10.0.0.9/a.dotm" TargetMode="External"/></Relationships>'
SETTINGS = f'<settings xmlns="{WORD}"><mailMerge><connectString val="Provider=x"/></mailMerge></settings>'
NOT_WHOLE = "文件内部结构不正常"
UNFILLED = "里的占位符不会被填写，请移到正文或页眉页脚"
FIELD = "文件里有不允许的域“{}”，请删去后再试"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    # the archive
    "zip bomb, one part": (lambda: bomb(90, "word/big.xml"), "文件里的“word/big.xml”太大"),
    "zip bomb, all parts": (lambda: bomb(150, "word/media/big.bin"), "文件展开后太大"),
    "zip bomb, size denied": (lying_bomb, "已损坏"),
    "3000 parts": (lambda: word_file(added={f"word/p{i}.bin": b"" for i in range(3000)}), "文件展开后太大"),
    "a name twice": (lambda: duplicated(MAIN), NOT_WHOLE),
    "a name twice in other letters": (lambda: duplicated("WORD/Document.XML"), NOT_WHOLE),
    "path out of the folder": (lambda: word_file(added={"word/../../../x.xml": b"<a/>"}), NOT_WHOLE),
    "path from the root": (lambda: word_file(added={"/etc/cron.d/x": b"x"}), NOT_WHOLE),
    "path of windows": (lambda: word_file(added={"..\\..\\x.xml": b"<a/>"}), NOT_WHOLE),
    "text in a part not called xml": (lambda: renamed_main("document.bin"), NOT_WHOLE),
    # the xml
    "billion laughs": (lambda: word_file(edits={MAIN: with_doctype}), "带有外来定义（DOCTYPE）"),
    "doctype in the relations": (lambda: word_file(edits={RELATIONS: with_doctype}), "带有外来定义（DOCTYPE）"),
    "doctype in utf-7": (lambda: word_file(edits={MAIN: in_utf_7}), "编码不是 UTF-8"),
    "doctype in utf-16": (lambda: word_file(edits={MAIN: lambda p: with_doctype(p).decode().encode("utf-16")}), "编码不是 UTF-8"),
    "tables 10000 deep": (lambda: in_body("<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000), "表格或框套得太深"),
    "100000 paragraphs": (lambda: in_body("<w:p/>" * 100_000), "文件太长（超过 50000 段）"),
    "100000 placeholders": (lambda: in_text("<w:r><w:t>" + "{{name}}" * 100_000 + "</w:t></w:r>"), "占位符太多（超过 5000 处）"),
    "conditions 1500 deep": (lambda: word_file("{% if name %}" * 1500 + "x" + "{% endif %}" * 1500), "条件或循环套得太深"),
    "conditions 60 deep": (lambda: word_file("{% if name %}" * 60 + "x" + "{% endif %}" * 60), "里：条件或循环套得太深"),
    # pictures
    "picture of 900 million pixels": (lambda: word_file(added={"word/media/a.png": png(30_000, 30_000)}), "图片太大（30000×30000 点）"),
    "picture one pixel high": (lambda: word_file(added={"word/media/a.png": png(2**31 - 1, 1)}), "图片太大（2147483647×1 点）"),
    "picture on the network": (lambda: related("image", "http://10.0.0.9/a.png", external=True), "链接着外部文件“http://10.0.0.9/a.png”"),
    "picture on a share": (lambda: related("image", "file://///10.0.0.9/s/a.png", external=True), "链接着外部文件“file://///10.0.0.9/s/a.png”"),
    "picture named in the drawing": (lambda: in_text('<w:r><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="\\\\10.0.0.9\\a.png"/></v:rect></w:pict></w:r>'), "链接着外部文件"),
    # what Word would open, fetch or run
    "altChunk": (lambda: in_body('<w:altChunk r:id="rId9"/>'), "文件里有插入的其他文件"),
    "altChunk relation": (lambda: related("aFChunk", "a.html", external=False), "文件里有插入的其他文件"),
    "subdocument": (lambda: related("subDocument", "b.docx", external=True), "文件里有子文档"),
    "ole": (lambda: word_file(added={"word/embeddings/oleObject1.bin": b"\xd0\xcf"}), "文件里有嵌入的对象"),
    "ole link": (lambda: related("oleObject", "file:///c:/a.xls", external=True), "文件里有嵌入的对象"),
    "packed file": (lambda: related("package", "embeddings/a.xlsx", external=False), "文件里有嵌入的文件"),
    "activex": (lambda: related("control", "activeX/activeX1.xml", external=False), "文件里有ActiveX 控件"),
    "docm": (lambda: word_file(edits={TYPES: replaced("openxmlformats-officedocument.wordprocessingml.document.main", "ms-word.document.macroEnabled.main")}), "文件带有宏"),
    "dotm": (lambda: word_file(edits={TYPES: replaced("openxmlformats-officedocument.wordprocessingml.document.main", "ms-word.template.macroEnabledTemplate.main")}), "文件带有宏"),
    "add-in": (lambda: related("webextensiontaskpanes", "t.xml", external=False), "文件里有加载项"),
    "mail merge source": (lambda: related("mailMergeSource", "file:///c:/a.mdb", external=True), "文件里有邮件合并的数据源"),
    "mail merge by a connection": (lambda: word_file(edits={"word/settings.xml": replaced("<w:zoom", '<w:mailMerge><w:connectString w:val="Provider=x"/></w:mailMerge><w:zoom')}), "这是邮件合并的表单"),
    "link to a program": (lambda: related("hyperlink", "file:///c:/windows/calc.exe", external=True), "链接着外部文件“file:///c:/windows/calc.exe”"),
    "link to a script": (lambda: related("hyperlink", "javascript:alert(1)", external=True), "链接着外部文件"),
    "includetext": (lambda: in_text(field(' INCLUDETEXT "c:\\a.docx" ')), FIELD.format('INCLUDETEXT "c:\\a.docx"')),
    "includepicture": (lambda: in_text(field(" INCLUDEPICTURE http://10.0.0.9/a ")), FIELD.format("INCLUDEPICTURE http://10.0.0.…")),
    "dde": (lambda: in_text(field(" DDEAUTO c:\\cmd.exe ")), FIELD.format("DDEAUTO c:\\cmd.exe")),
    "dde, simple": (lambda: in_text('<w:fldSimple w:instr=" DDE excel a b "/>'), FIELD.format("DDE excel a b")),
    "dde, split": (lambda: in_text(field(" DD", "EAU", "TO x ")), FIELD.format("DDEAUTO x")),
    "dde, spelled by a field inside": (lambda: in_text(field("</w:instrText></w:r>" + field(" REF a ") + '<w:r><w:instrText>')), FIELD.format("{ }")),
    "dde behind an alternative": (lambda: partly_seen(CHOICE, "DDEAUTO x"), FIELD.format("PAGE")),
    "dde behind an extension": (lambda: partly_seen(f'<zz:x xmlns:zz="urn:zz">{PAGE}</zz:x>', "DDEAUTO x"), FIELD.format("PAGE")),
    "dde behind a text box": (lambda: partly_seen(f"<w:r><w:pict><w:txbxContent><w:p>{PAGE}</w:p></w:txbxContent></w:pict></w:r>", "DDEAUTO x"), FIELD.format("PAGE")),
    "dde where the result should be": (lambda: partly_seen('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', "DDEAUTO x"), FIELD.format("DDEAUTO x")),
    "dde in a footnote outside the folder": (lambda: noted("notes/f.xml", word_part(f"<w:p>{DDE}</w:p>")), FIELD.format("DDEAUTO x")),
    "dde in a footnote not called xml": (lambda: noted("word/f.bin", word_part(f"<w:p>{DDE}</w:p>")), NOT_WHOLE),
    "dde in a footnote called XML": (lambda: noted("word/f.XML", word_part(f"<w:p>{DDE}</w:p>")), NOT_WHOLE),
    "dde in a footnote of the strict edition": (lambda: noted("word/footnotes.xml", STRICT_NOTES), FIELD.format("DDE x")),
    "relations called RELS": (lambda: word_file(added={"word/_rels/settings.xml.RELS": ATTACHED}), NOT_WHOLE),
    "mail merge without a prefix": (lambda: word_file(edits={"word/settings.xml": lambda _part: SETTINGS.encode()}), "这是邮件合并的表单"),
    "mail merge in another part": (lambda: word_file(added={"conf/s.xml": SETTINGS}), "这是邮件合并的表单"),
    "dde in a footnote": (lambda: word_file(added={"word/footnotes.xml": word_part("<w:p>" + field(" DDEAUTO x ") + "</w:p>")}), FIELD.format("DDEAUTO x")),
    "dde in a style": (lambda: word_file(added={"word/endnotes.xml": word_part('<w:p><w:fldSimple w:instr="LINK x"/></w:p>')}), FIELD.format("LINK x")),
    "hyperlink field to a program": (lambda: in_text(field(' HYPERLINK "file:///c:/windows/calc.exe" ')), FIELD.format('HYPERLINK "file:///c:/windows…')),
    # what a placeholder says
    "class": (lambda: word_file("{{ ''.__class__.__mro__ }}"), "是程序内部的名称，禁止写进模板"),
    "class of a value": (lambda: word_file("{{ name.__class__ }}"), "是程序内部的名称，禁止写进模板"),
    "class of a row": (lambda: word_file("{% for r in rows %}{{ r.__class__ }}{% endfor %}"), "是程序内部的名称，禁止写进模板"),
    "lipsum": (lambda: word_file("{{ lipsum.__globals__['os'].popen('x') }}"), "里：不能用函数调用"),
    "cycler": (lambda: word_file(SHELL), "里：不能用函数调用"),
    "shell by item": (lambda: word_file("{{ name['__class__'] }}"), "里：不能用方括号取值"),
    "attr filter": (lambda: word_file("{{ name|attr('__class__') }}"), "没有“attr”这个过滤器"),
    "map filter": (lambda: word_file("{{ rows|map(attribute='__class__')|list }}"), "没有“list”这个过滤器"),
    "format method": (lambda: word_file("{{ '{0.__class__}'.format(name) }}"), "里：不能用函数调用"),
    "format filter": (lambda: word_file("{{ '%(a)s'|format(a=name) }}"), "没有“format”这个过滤器"),
    "percent format": (lambda: word_file("{{ '%999999999d' % 1 }}"), "里：不能用计算"),
    "range": (lambda: word_file("{% for i in range(1000000000) %}{% endfor %}"), "里：循环要写成"),
    "many letters": (lambda: word_file("{{ 'a'*1000000000 }}"), "里：不能用计算"),
    "many digits": (lambda: word_file("{{ 9**9**9 }}"), "里：不能用计算"),
    "joined without end": (lambda: word_file("{{ name ~ name }}"), "里：不能用计算"),
    "nested loops": (lambda: word_file("{% for a in rows %}{% for b in rows %}{% for c in rows %}{% endfor %}{% endfor %}{% endfor %}"), "里：循环套得太深"),
    "recursive loop": (lambda: word_file("{% for a in rows recursive %}{{ loop(a) }}{% endfor %}"), "里：循环要写成"),
    "macro that calls itself": (lambda: word_file("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"), "里：不能用宏"),
    "call block": (lambda: word_file("{% call name() %}{% endcall %}"), "里：不能用"),
    "include": (lambda: word_file("{% include '/etc/passwd' %}"), "里：不能用引用其他文件"),
    "import": (lambda: word_file("{% import 'os' as os %}"), "里：不能用引用其他文件"),
    "from import": (lambda: word_file("{% from 'os' import popen %}"), "里：不能用引用其他文件"),
    "extends": (lambda: word_file("{% extends 'x' %}"), "里：不能用引用其他文件"),
    "set": (lambda: word_file("{% set a = name %}"), "里：不能用赋值"),
    "filter block": (lambda: word_file("{% filter upper %}x{% endfilter %}"), "里：不能用"),
    "debug": (lambda: word_file("{% debug %}"), "{% debug %} 不是模板能用的写法"),
    "hidden behind a comment": (lambda: word_file("{# #}{{ name() }}{# #}"), "里：不能用函数调用"),
    "comment left open": (lambda: word_file("{# {{ name }}"), "花括号没有成对"),
    "split over runs": (lambda: in_text("<w:r><w:t>{</w:t></w:r><w:r><w:t>{ na</w:t></w:r><w:r><w:t>me(</w:t></w:r><w:r><w:t>) }}</w:t></w:r>"), "里：不能用函数调用"),
    "call in the alternative text": (lambda: in_text('<w:r><w:drawing><wp:docPr xmlns:wp="x" id="1" name="n" descr="{{ name() }}"/></w:drawing></w:r>'), "里：不能用函数调用"),
    # where it stands
    "shell in the header": (lambda: headed(SHELL), "页眉“{{ cycler"),
    "shell in the footer": (lambda: headed(SHELL, footer=True), "页脚“{{ cycler"),
    "shell in a footnote": (lambda: word_file(added={"word/footnotes.xml": word_part(f"<w:t>{SHELL}</w:t>")}), "脚注" + UNFILLED),
    "shell in an endnote": (lambda: word_file(added={"word/endnotes.xml": word_part(f"<w:t>{SHELL}</w:t>")}), "尾注" + UNFILLED),
    "shell in a comment": (lambda: word_file(added={"word/comments.xml": word_part(f"<w:t>{SHELL}</w:t>")}), "批注" + UNFILLED),
    "shell in the title": (lambda: titled(title=SHELL), "文档属性" + UNFILLED),
    "shell in the remarks": (lambda: titled(comments=SHELL, author=SHELL), "文档属性" + UNFILLED),
    "shell in a custom property": (lambda: word_file(added={"docProps/custom.xml": f"<p>{SHELL}</p>"}), "文档属性" + UNFILLED),
    "shell in a data part": (lambda: word_file(added={"customXml/item9.xml": f"<p>{SHELL}</p>"}), "文档属性" + UNFILLED),
    "shell in a chart": (lambda: word_file(added={"word/charts/chart1.xml": f"<p>{SHELL}</p>"}), "图表" + UNFILLED),
    "shell in smart art": (lambda: word_file(added={"word/diagrams/data1.xml": f"<p>{SHELL}</p>"}), "智能图形" + UNFILLED),
    "shell in a building block": (lambda: word_file(added={"word/glossary/document.xml": word_part(f"<w:t>{SHELL}</w:t>")}), "文档部件" + UNFILLED),
}  # fmt: skip


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[str], list[str], float, int]]:
    """Return, for each file, the problems, warnings, seconds, and the memory used so far in megabytes."""
    pytest.importorskip("resource")
    folder = tmp_path_factory.mktemp("hostile")
    Path(folder, "a good one").write_bytes(word_file())
    for name, (make, _sentence) in HOSTILE.items():
        Path(folder, name).write_bytes(make())
    root = Path(__file__).resolve().parents[2]
    ran = subprocess.run(
        [sys.executable, "-c", CHECK, str(folder)], capture_output=True, cwd=root, timeout=240, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()[-2000:]
    found: dict[str, tuple[list[str], list[str], float, int]] = json.loads(ran.stdout)
    return found


def test_there_are_enough_of_them_and_a_good_one_passes(said):
    assert len(HOSTILE) >= 40
    assert said["a good one"][:2] == [[], []]
    assert not Path("pwned").exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_template_is_refused_by_name(said, name):
    problems, _warnings, seconds, _megabytes = said[name]
    assert any(HOSTILE[name][1] in problem for problem in problems), problems
    assert seconds < MOST_SECONDS


MACRO_RELATION = '<Relationship Id="rId98" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="x.bin"/>'
MACRO_TYPE = '<Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/>'


@pytest.mark.parametrize(
    "edits",
    [
        {RELATIONS: replaced("</Relationships>", MACRO_RELATION + "</Relationships>")},
        {TYPES: replaced("</Types>", MACRO_TYPE + "</Types>")},
    ],
    ids=["by relation", "by type"],
)
def test_macros_are_left_out_whatever_they_are_called(edits):
    package = read_package(word_file(edits=edits, added={"word/x.bin": b"\xd0\xcf"}))
    assert "word/x.bin" not in package.parts
    assert not any(b"vbaProject" in package.parts[name] for name in (RELATIONS, TYPES))
    assert package.warnings == ["文件里的宏已去掉，不会运行"]


def test_reading_them_all_takes_little_memory(said):
    assert max(megabytes for *_rest, megabytes in said.values()) < MOST_MEGABYTES
