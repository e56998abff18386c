"""Word files made on the spot, and a reader of what stands in a filled one."""

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.document import Document

from desk_app.kernel.papers.template import Template

MakeTemplate = Callable[..., Template]


def save(document: Document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


@pytest.fixture
def word_file() -> Callable[..., bytes]:
    """Return a maker of Word files: paragraphs, a header, and a table given by its rows of texts."""

    def make(*paragraphs: str, header: str = "", table: tuple[tuple[str, ...], ...] = ()) -> bytes:
        document = docx.Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        if header:
            document.sections[0].header.paragraphs[0].text = header
        if table:
            rows = document.add_table(len(table), len(table[0])).rows
            for row, texts in zip(rows, table, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        return save(document)

    return make


@pytest.fixture
def template(word_file: Callable[..., bytes]) -> MakeTemplate:
    """Return a maker of templates, taking what `word_file` takes."""
    return lambda *paragraphs, **rest: Template.from_bytes(word_file(*paragraphs, **rest))


def lines(content: bytes) -> list[str]:
    """Return the texts of a Word file's paragraphs and table cells, in order, empty ones left out."""
    document = docx.Document(io.BytesIO(content))
    texts: list[str] = []
    for block in document.iter_inner_content():
        texts += (
            [cell.text for row in block.rows for cell in row.cells]
            if hasattr(block, "rows")
            else [block.text]
        )
    return [text for text in texts if text]


@pytest.fixture
def read() -> Callable[[bytes], list[str]]:
    """Return the reader of filled files."""
    return lines


@pytest.fixture
def header_of() -> Callable[[bytes], list[str]]:
    """Return a reader of the header's text, section by section."""

    def read_headers(content: bytes) -> list[str]:
        sections: Any = docx.Document(io.BytesIO(content)).sections
        return [section.header.paragraphs[0].text for section in sections]

    return read_headers
