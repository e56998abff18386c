"""Long tables page by page: the right row at every place, whatever was written meanwhile."""

import threading

import peewee
import pytest

from desk_app.kernel import paging
from desk_app.kernel.database import database
from desk_app.kernel.paging import PAGE, PAGES_KEPT, RowPages
from desk_app.kernel.sqlite_rows import Reading, Stopped, TooSlow, patience

ROWS = 5 * PAGE + 17


class Line(peewee.Model):
    """A row of a table made for these tests."""

    number = peewee.IntegerField(index=True)
    word = peewee.CharField()

    class Meta:
        database = database


@pytest.fixture
def lines(office):
    """A table of `ROWS` rows whose numbers run against their ids."""
    database.create_tables([Line])
    with database.atomic():
        for start in range(0, ROWS, 100):
            rows = [{"number": ROWS - n, "word": f"第{n}行"} for n in range(start, min(start + 100, ROWS))]
            Line.insert_many(rows).execute()


@pytest.fixture
def pages(lines):
    """Pages over that table; a row is shown as (id, number)."""
    made = RowPages(Line, lambda rows: [(row[0], row[1]) for row in rows])
    made.choose([Line.number])
    return made


def gather(pages):
    ids = Reading().ids(pages.ids_query())
    return pages.accept(pages.generation, ids)


def test_the_first_page_is_there_at_once_and_the_rest_once_it_was_gathered(pages):
    pages.load(Line.select().order_by(Line.number))
    assert len(pages) == PAGE
    assert not pages.is_complete
    assert pages.row(0) == (ROWS, 1)
    assert gather(pages)
    assert len(pages) == ROWS
    assert pages.is_complete
    assert [pages.row(place)[1] for place in (0, PAGE - 1, PAGE, ROWS - 1)] == [1, PAGE, PAGE + 1, ROWS]


def test_a_short_table_is_complete_at_once(pages):
    pages.load(Line.select().where(Line.number <= 3).order_by(Line.number.desc()))
    assert pages.is_complete
    assert [pages.row(place)[1] for place in range(len(pages))] == [3, 2, 1]


def test_an_empty_table_has_no_rows(pages):
    pages.load(Line.select().where(Line.number < 0))
    assert pages.is_complete
    assert len(pages) == 0


def test_a_table_of_exactly_one_page_is_complete_after_gathering(pages):
    pages.load(Line.select().where(Line.number <= PAGE).order_by(Line.id))
    assert gather(pages)
    assert len(pages) == PAGE


def test_every_row_stands_where_the_order_puts_it(pages):
    pages.load(Line.select().order_by(Line.word, Line.id))
    gather(pages)
    wanted = [row.id for row in Line.select().order_by(Line.word, Line.id)]
    assert [pages.row(place)[0] for place in range(ROWS)] == wanted
    assert [pages.id_at(place) for place in range(ROWS)] == wanted


def test_an_answer_that_comes_after_another_question_is_dropped(pages):
    pages.load(Line.select().order_by(Line.number))
    generation, ids = pages.generation, Reading().ids(pages.ids_query())
    pages.load(Line.select().where(Line.number <= 3).order_by(Line.number))
    assert not pages.accept(generation, ids)
    assert len(pages) == 3


def test_a_row_deleted_since_is_shown_as_gone(pages):
    pages.load(Line.select().order_by(Line.number))
    gather(pages)
    Line.delete().where(Line.number == ROWS - 1).execute()
    assert pages.row(ROWS - 2) is None
    assert pages.row(ROWS - 1)[1] == ROWS


def test_rows_written_between_the_first_page_and_the_rest_are_put_right(pages):
    pages.load(Line.select().order_by(Line.number))
    Line.create(number=0, word="新")
    ids = Reading().ids(pages.ids_query())
    assert pages.added_by(ids) is None
    pages.accept(pages.generation, ids)
    assert pages.row(0)[1] == 0
    assert len(pages) == ROWS + 1


def test_reading_again_shows_changes_in_place_and_then_what_came_and_went(pages):
    pages.load(Line.select().order_by(Line.id))
    gather(pages)
    Line.update(number=-5).where(Line.id == 1).execute()
    Line.create(number=7, word="新")
    pages.reread()
    assert len(pages) == ROWS
    assert pages.row(0) == (1, -5)
    ids = Reading().ids(pages.ids_query())
    assert pages.added_by(ids) == 1
    assert pages.accept(pages.generation, ids)
    assert len(pages) == ROWS + 1


def test_only_a_few_pages_stay_in_memory(lines, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 4)
    fetched = []

    def dress(rows):
        fetched.append(rows[0][0])
        return rows

    pages = RowPages(Line, dress)
    pages.choose([Line.number])
    pages.load(Line.select().order_by(Line.id))
    gather(pages)
    for place in range(0, 4 * (PAGES_KEPT + 1), 4):
        pages.row(place)
    fetched.clear()
    pages.row(4 * PAGES_KEPT)
    assert fetched == []
    pages.row(0)
    assert fetched == [1]


def test_walking_gives_every_row_once_in_order(pages):
    pages.load(Line.select().order_by(Line.number))
    walked = [row for _total, rows in pages.walk() for row in rows]
    assert [row[1] for row in walked] == list(range(1, ROWS + 1))


def test_the_place_of_a_record_is_found(pages):
    pages.load(Line.select().order_by(Line.number))
    gather(pages)
    assert pages.place_of(ROWS) == 0
    assert pages.place_of(1) == ROWS - 1
    assert pages.place_of(10**9) is None


SLOW = peewee.SQL(
    "(WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000000) SELECT max(x) FROM n)"
)


def test_a_slow_question_is_left_to_the_worker(pages, monkeypatch):
    monkeypatch.setattr(paging, "PATIENCE", 5)
    pages.load(Line.select().where(SLOW > 0).order_by(Line.id))
    assert len(pages) == 0
    assert not pages.is_complete


def test_a_question_that_slows_down_after_its_first_rows_is_left_to_the_worker_too(pages, monkeypatch):
    monkeypatch.setattr(paging, "PATIENCE", 5)
    rare = peewee.Case(None, [(Line.id <= 3, 1)], SLOW)
    pages.load(Line.select().where(rare > 0).order_by(Line.id))
    assert len(pages) == 0
    assert not pages.is_complete


def test_patience_ends_and_leaves_the_connection_usable(office):
    with pytest.raises(TooSlow), patience(5):
        database.execute_sql(f"SELECT {SLOW.sql}").fetchone()
    assert database.execute_sql("SELECT 1").fetchone() == (1,)


def test_patience_does_not_hide_other_errors(office):
    with pytest.raises(peewee.OperationalError), patience(1000):
        database.execute_sql("SELECT nothing FROM nowhere")


def test_a_reading_is_stopped_in_the_middle_of_a_question(lines):
    reading = Reading()
    raised = []

    def work():
        try:
            reading.rows(Line.select(SLOW))
        except Stopped as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(0.2)
    assert thread.is_alive()
    reading.stop()
    thread.join(5)
    assert not thread.is_alive()
    assert len(raised) == 1


def test_a_stopped_reading_reads_nothing_more(lines):
    reading = Reading()
    reading.stop()
    with pytest.raises(Stopped):
        reading.ids(Line.select(Line.id))


def test_a_reading_cannot_write(lines):
    with pytest.raises(Exception, match="readonly"):
        Reading().rows(_Statement("DELETE FROM line"))


class _Statement:
    """A question whose text is given."""

    def __init__(self, text):
        self._text = text

    def sql(self):
        return self._text, []
