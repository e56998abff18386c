"""A paper in another dress: values alone for stationery, 副本 on a further copy; what is kept stays true."""

import dataclasses
import hashlib

import pytest

from desk_app.kernel import filling
from desk_app.kernel.printed import Filled
from desk_app.screens import paper_dress
from tests.papers.conftest import SLIP_PAPER, slip


@pytest.fixture
def filled():
    values = slip(2, copies=("存根联",))
    template = SLIP_PAPER.find_template().read_bytes()
    return Filled(
        kind_name="goods_release_slips",
        record_id=1,
        paper_name=SLIP_PAPER.name,
        label=SLIP_PAPER.label,
        form=SLIP_PAPER.form,
        number="FX-202611-0038",
        language="zh_CN",
        print_count=1,
        values=values,
        template=template,
        content=bytes(filling.compiled(template).fill(values)),
    )


def test_on_stationery_only_the_file_is_another(filled):
    overlay = paper_dress.as_overlay(filled)
    assert dataclasses.replace(overlay, content=filled.content) == filled
    assert overlay.content != filled.content


def test_a_copy_is_kept_with_its_mark_and_comes_out_the_same_again(filled):
    copy = paper_dress.as_copy(filled)
    assert copy.values["watermark"] == "副本"
    assert filled.values["watermark"] == ""
    again = bytes(filling.compiled(copy.template).fill(copy.values))
    assert hashlib.sha256(again).hexdigest() == copy.sha256


def test_every_slip_of_a_sheet_is_marked(filled):
    values = {"watermark": "", "slips": [{"watermark": "", "no": "1"}, {"watermark": "补打", "no": "2"}]}
    marked = paper_dress._with_mark(values, "副本")
    assert [each["watermark"] for each in marked["slips"]] == ["副本", "副本"]


@pytest.mark.parametrize(
    ("mark", "may"), [("", True), ("补打", True), ("红字", False), ("作废", False), ("样张", False)]
)
def test_a_voided_or_red_paper_and_a_sample_never_become_copies(filled, mark, may):
    values = filled.values | {"watermark": mark}
    assert paper_dress.may_be_copy(dataclasses.replace(filled, values=values)) is may


def test_the_size_is_that_of_the_paper(filled):
    assert paper_dress.page_size(filled) == SLIP_PAPER.page_size
    assert paper_dress.page_size(dataclasses.replace(filled, paper_name="gone")) == "A4"
    assert paper_dress.page_size(dataclasses.replace(filled, kind_name="gone")) == "A4"
