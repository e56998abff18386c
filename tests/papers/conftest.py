"""What a goods release slip may hold, from the shortest to the longest, and Word files turned into pages."""

import dataclasses
import datetime
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from desk_app.kernel.office_programs import find_programs, to_pdf
from desk_app.kernel.papers import Paper
from desk_app.kernel.papers.template import Template
from desk_app.modules.goods_release.papers import REGISTER_PAPER, SLIP_PAPER

LIBREOFFICE = next((program for program in find_programs() if program.kind == "libreoffice"), None)
needs_libreoffice = pytest.mark.skipif(LIBREOFFICE is None, reason="LibreOffice is not installed")

GOODS = (
    ("三人布艺沙发", "灰色，2.1 米，带贵妃位", "张", "1"),
    ("电冰箱", "海尔 BCD-470，双开门", "台", "1"),
    ("纸箱", "书籍、衣物，已封口", "箱", "12"),
)
HEADER = {
    "company": "示例市和谐家园物业服务有限公司",
    "project": "和谐家园二期（南区）物业服务中心",
    "service_phone": "0571-8888 6666",
    "form_code": "QR-KF-17 A/1",
    "printed_at": "2026-11-23 10:26",
    "printed_by": "王芳",
    "print_count": "1",
    "watermark": "",
}
SLIP = {
    "number": "FX-202611-0038",
    "issued_at": datetime.datetime(2026, 11, 23, 10, 25),
    "valid_until": datetime.date(2026, 11, 23),
    "room": "12-2-1502",
    "owner_name": "欧阳文静、张国强",
    "carrier": "李小军",
    "carrier_relation": "租户",
    "carrier_id": "330106199001011234",
    "carrier_phone": "13812345678",
    "company_head": "",
    "nature": "搬家迁出",
    "reason": "租期届满，家具搬离",
    "arrears_note": "",
    "vehicle": "浙A·8K3F6",
    "authorised_by": "",
    "owner_phone": "13912342468",
    "called_at": datetime.datetime(2026, 11, 23, 10, 18),
    "owner_answer": "同意",
    "called_by": "王芳",
    "handled_by": "王芳",
    "note": "",
}
LONG = {
    "company": "示例市高新技术产业开发区和谐家园国际社区物业服务集团股份有限公司第三分公司",
    "room": "国际社区二期12栋2单元1502",
    "owner_name": "阿卜杜热合曼·买买提艾力、欧阳文静",
    "carrier": "示例市顺达搬家服务有限公司 刘建国",
    "carrier_relation": "装修施工人员",
    "company_head": "示例市云帆软件技术有限公司 陈总经理",
    "reason": "业主与装修公司解除合同，施工队剩余的工具、脚手架和未用完的材料全部运回公司仓库，分两车运出，业主在场清点",
    "arrears_note": "\n截至 2026-11-23 欠费 1,284.30 元（水费 86.40、电费 117.90、物业服务费 1,080.00），孙经理特批：已签还款协议",
    "authorised_by": "WT-2026-0018（欧阳建华）",
}
ROW = {
    "no": "1", "issued_on": datetime.date(2026, 11, 3), "number": "FX-202611-0001", "room": "12-2-1502", "carrier": "李小军",
    "relation": "租户", "nature": "搬家迁出", "goods": "三人布艺沙发×1、电冰箱×1、纸箱×12", "answer": "同意",
    "handled_by": "王芳", "guard": "赵铁柱", "state": "已放行",
}  # fmt: skip


def goods(count: int) -> list[dict[str, str]]:
    """Return `count` rows of goods."""
    names = ("name", "spec", "unit", "quantity")
    return [{"no": str(i + 1), **dict(zip(names, GOODS[i % 3], strict=True))} for i in range(count)]


def slip(rows: int, *, copies: tuple[str, ...] | None = None, **other: Any) -> dict[str, Any]:
    """Return what a slip with so many goods is filled with."""
    paper: Paper = dataclasses.replace(SLIP_PAPER, values=lambda values: values)
    header = {name: other.pop(name, text) for name, text in HEADER.items()}
    return paper.fill_in({**SLIP, "goods": goods(rows), **other}, copies, header)


def register(rows: int) -> dict[str, Any]:
    """Return what a register of so many slips is filled with."""
    lines = [ROW | {"no": str(i + 1)} for i in range(rows)]
    paper: Paper = dataclasses.replace(REGISTER_PAPER, values=lambda values: values)
    return paper.fill_in({"month": "2026年11月", "rows": lines}, header=HEADER)


def shipped(paper: Paper, language: str = "") -> Template:
    """Return the shipped template of a paper."""
    root = Path(sys.modules["desk_app"].__path__[0]).parent
    return Template.load(root / "templates_docx" / language / paper.template)


def text_of(content: bytes) -> str:
    """Return all text of a Word file, a line for each paragraph, header first; empty lines left out."""
    lines = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in ("word/header1.xml", "word/document.xml", "word/footer1.xml"):
            if part in archive.namelist():
                for paragraph in etree.fromstring(archive.read(part)).iter("{*}p"):
                    marks = [
                        shape.get("string") for shape in paragraph.iter("{*}textpath") if shape.get("string")
                    ]
                    texts = ["\t" if node.tag.endswith("}tab") else node.text or "" for node in paragraph.iter(
                        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t",
                        "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tab",
                    ) if node.getparent().tag.endswith("}r")]  # fmt: skip
                    lines.append(" ".join([*marks, "".join(texts).strip()]).strip())
    return "\n".join(line for line in lines if line) + "\n"


@pytest.fixture(scope="session")
def count_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[bytes], int]]:
    """Return a counter of the pages LibreOffice makes of a Word file; its profile stays out of the user's cache."""
    folder = tmp_path_factory.mktemp("pages")

    def count(content: bytes) -> int:
        source, target = folder / "paper.docx", folder / "paper.pdf"
        source.write_bytes(content)
        to_pdf(source, target, program=LIBREOFFICE)
        return len(re.findall(rb"/Type\s*/Page\b", _unpacked(target.read_bytes())))

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        yield count


def _unpacked(pdf: bytes) -> bytes:
    """Return a PDF with the streams that may hide page objects unpacked behind it."""
    streams = [pdf]
    for found in re.finditer(rb"/ObjStm.*?stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        streams.append(zlib.decompressobj().decompress(found[1]))
    return b"\n".join(streams)
