"""Pre-processing of templates: exactly what docxtpl makes of them, whatever Word did to the tags."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.kernel.papers import patching
from desk_app.kernel.papers.patching import patch_xml

SHIPPED = sorted((Path(__file__).parents[3] / "templates_docx").rglob("*.docx"))
TAGS = (
    "{{ owner }}", "{{ room|default(“无”) }}", "{% if paid &gt; 0 %}", "{% endif %}", "{%tr for r in rows %}", "{%tr endfor %}",
    "{%p if a %}", "{%p endif %}", "{#tr 说明 #}", "{# 说明 #}", "{_{ a }_}", "{{r remark }}", "{%- if a %}", "{% endif -%}",
    "{%tc for d in days %}", "{% cellbg c %}", "{% vm %}", "{% hm %}", "{% colspan n %}", "{{ ‘a’ }}", "{ a }", "}}", "{{p x }}",
)  # fmt: skip
BREAK = '</w:t></w:r><w:proofErr w:type="x"/><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">'


def by_docxtpl(xml: str) -> str:
    return DocxTemplate("").patch_xml(xml)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(path.parents[2])))
def test_every_shipped_form_is_prepared_as_docxtpl_does(path, monkeypatch):
    monkeypatch.setattr(patching, "_by_docxtpl", lambda xml: pytest.fail("a shipped form needs docxtpl"))
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                xml = archive.read(name).decode().partition("?>")[2]
                assert patch_xml(xml) == by_docxtpl(xml)


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    """A paragraph of a few texts and tags, the tags broken over runs wherever Word likes."""
    text = ""
    for piece in draw(
        st.lists(st.one_of(st.sampled_from(TAGS), st.sampled_from(("楼栋", " ", "（", "5%"))), max_size=4)
    ):
        for at in sorted(draw(st.sets(st.integers(1, max(1, len(piece) - 1)), max_size=2)), reverse=True):
            if "&" not in piece:
                piece = piece[:at] + BREAK + piece[at:]
        text += piece
    start = draw(st.sampled_from(("<w:t>", '<w:t xml:space="preserve">')))
    return f'<w:p w:rsidR="1"><w:pPr/><w:r>{start}{text}</w:t></w:r></w:p>'


@st.composite
def bodies(draw: st.DrawFn) -> str:
    blocks = ""
    for block in draw(
        st.lists(st.one_of(paragraphs(), st.lists(paragraphs(), min_size=1, max_size=3)), max_size=4)
    ):
        if isinstance(block, list):
            cells = "".join(f"<w:tr><w:trPr/><w:tc><w:tcPr/>{cell}</w:tc></w:tr>" for cell in block)
            blocks += f"<w:tbl><w:tblPr/>{cells}</w:tbl>"
        else:
            blocks += block
    return f"<w:document><w:body>{blocks}<w:sectPr/></w:body></w:document>"


@settings(max_examples=400)
@given(bodies())
def test_any_mixture_of_tags_is_prepared_as_docxtpl_does(xml):
    assert patch_xml(xml) == by_docxtpl(xml)


def test_a_table_in_a_cell_loses_only_its_own_row():
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{%tr for a in b %}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    xml = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    assert patch_xml(xml) == by_docxtpl(xml)
    assert patch_xml(xml).count("<w:tr>") == 1


def test_an_ordinary_form_is_filled_without_loading_docxtpl_or_python_docx():
    script = (
        "import sys; from pathlib import Path; from desk_app.kernel.papers.template import Template\n"
        f"template = Template.load(Path({str(SHIPPED[0])!r}))\n"
        "values = dict.fromkeys(template.slots.names) | dict.fromkeys(template.slots.rows, ())\n"
        "template.fill(values); template.fill_many([values, values])\n"
        "print(sorted({'docx', 'docxtpl', 'asyncio', 'http'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
