"""The vocabulary of forms (版式词汇): what a paper form is made of, each word one function.

Lengths are millimetres, type and line heights points. Line heights are exact and grids are drawn from millimetres, so
that a form takes the same room in Word, WPS and LibreOffice whichever Chinese font a computer has.

A form is a function of `say`, which chooses the Chinese or the English of each text; a printed text is given as the
pair (Chinese, English), a value by its placeholder's name. A *part* is XML or a function of the width it is laid in,
so that the same part fills a page, half of one or the narrow side of a counterfoil; grids that follow each other share
one frame. build/papers/README.md shows the words by what one wants.

    whole pages  form, register, of_month, prepared, slips, pieces, cards, header_block, foot, small_print, office
    sizes        A4, A4_ACROSS, A5, A5_ACROSS, HALF_ROLL, THIRD_ROLL (Size)
    parts        grid, heading, table, note, remarks, signatures, signed, counterfoil, tear, only_when, repeated
    writing      salutation, body, subtitle, clauses, closing, sealed, in_chinese
    values       shown, or_struck, or_day, ticks, boxes, day_to_write; prose (what {{ }}, ____ and **bold** mean in sentences)

Below them, for a form like no other:

    letters      text, label
    lines        line, thin, gap, page_of
    grids        Cell, Row, row, captioned, when, each, closed; ruled (a grid of rules), unruled
    drawings     barcode, photo, watermark, cut_line, crop_marks
    paper        section
"""

from layout.cuts import cards, counterfoil, pieces, slips, tear
from layout.drawings import barcode, crop_marks, cut_line, photo, watermark
from layout.edges import BARCODE, foot, header_block, office, pictures, small_print
from layout.grids import Cell, Row, captioned, closed, each, row, ruled, unruled, when
from layout.letters import (
    Say,
    Words,
    boxes,
    day_to_write,
    is_chinese,
    label,
    or_day,
    or_struck,
    prose,
    shown,
    text,
    ticks,
    twips,
)
from layout.lines import FRAME, RULE, gap, line, page_of, thin
from layout.pages import form, of_month, prepared, register
from layout.parts import (
    Asked,
    Column,
    Part,
    grid,
    heading,
    inside,
    lay,
    note,
    only_when,
    remarks,
    repeated,
    signature,
    signatures,
    signed,
    table,
)
from layout.sizes import A4, A4_ACROSS, A5, A5_ACROSS, HALF_ROLL, THIRD_ROLL, Size, section
from layout.writing import body, clauses, closing, in_chinese, salutation, sealed, subtitle

__all__ = [
    "A4",
    "A4_ACROSS",
    "A5",
    "A5_ACROSS",
    "BARCODE",
    "FRAME",
    "HALF_ROLL",
    "RULE",
    "THIRD_ROLL",
    "Asked",
    "Cell",
    "Column",
    "Part",
    "Row",
    "Say",
    "Size",
    "Words",
    "barcode",
    "body",
    "boxes",
    "captioned",
    "cards",
    "clauses",
    "closed",
    "closing",
    "counterfoil",
    "crop_marks",
    "cut_line",
    "day_to_write",
    "each",
    "foot",
    "form",
    "gap",
    "grid",
    "header_block",
    "heading",
    "in_chinese",
    "inside",
    "is_chinese",
    "label",
    "lay",
    "line",
    "note",
    "of_month",
    "office",
    "only_when",
    "or_day",
    "or_struck",
    "page_of",
    "photo",
    "pictures",
    "pieces",
    "prepared",
    "prose",
    "register",
    "remarks",
    "repeated",
    "row",
    "ruled",
    "salutation",
    "sealed",
    "section",
    "shown",
    "signature",
    "signatures",
    "signed",
    "slips",
    "small_print",
    "subtitle",
    "table",
    "tear",
    "text",
    "thin",
    "ticks",
    "twips",
    "unruled",
    "watermark",
    "when",
]  # fmt: skip
