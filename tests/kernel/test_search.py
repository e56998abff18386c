"""The index of the search finds what the rule in plain Python finds, no more and no less, and forgets what it must."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.kernel import search, sqlite_search
from desk_app.kernel.database import database, transaction
from desk_app.kernel.kind import Finding
from desk_app.kernel.search_words import NOWHERE, make_entry, rank, split_words


@pytest.fixture
def put(office):
    """Return a function that stores one person's finding under an id."""

    def put_(record_id, *names, numbers=(), places=(), kind="people", title="", detail=""):
        found = Finding(title or " ".join(names), detail, names, tuple(numbers), tuple(places))
        search.put_many([(kind, record_id, found)])

    return put_


def ids(text, **how):
    return [found.record_id for found in search.find(text, **how)]


def test_a_name_is_found_by_one_letter_two_letters_and_whole(put):
    put(1, "张三丰")
    put(2, "李四")
    for typed in ("张", "三", "丰", "三丰", "张三丰"):
        assert ids(typed) == [1], typed


def test_a_name_is_found_by_initials_and_full_pinyin(put):
    put(1, "单雄信")
    for typed in ("sxx", "dxx", "shanxiongxin", "danxiong", "SXX", "ｓｘｘ"):
        assert ids(typed) == [1], typed


def test_a_phone_is_found_by_its_tail_its_beginning_and_with_blanks_or_dashes(put):
    put(1, "张三", numbers=("13912345678",))
    put(2, "李四", numbers=("13987654321",))
    for typed in (
        "5678",
        "139123",
        "13912345678",
        "139 1234 5678",
        "139-1234-5678",
        "１３９１２３４５６７８",
    ):
        assert ids(typed) == [1], typed


def test_a_landline_is_found_with_and_without_its_dash(put):
    put(1, "张三", numbers=("0551-1234567",))
    for typed in ("0551-1234567", "05511234567", "1234567"):
        assert ids(typed) == [1], typed


def test_two_digits_find_only_where_a_number_or_part_of_one_begins(put):
    put(1, "张三", places=("3-1-502",))
    put(2, "李四", places=("5-1-1203",))
    assert ids("50") == [1]
    assert ids("5-") == [2]
    assert sorted(ids("5")) == [1, 2]
    assert ids("02") == []
    assert ids("502") == [1]


def test_a_room_is_found_by_its_former_number(put):
    put(7, kind="rooms", title="3-1-301", places=("3-1-301", "3栋1单元301室", "B1-3C"))
    for typed in ("b1-3c", "3C", "301", "3栋1单元301", "3栋"):
        assert ids(typed) == [7], typed


def test_every_word_must_be_found_in_the_same_record(put):
    put(1, "张三", places=("3-1-502",))
    put(2, "张四", places=("3-1-601",))
    put(3, "李五", places=("3-1-502",))
    assert ids("张 502") == [1]
    assert ids("502，张") == [1]
    assert ids("zs 3-1") == [1, 2]
    assert ids("张 李") == []


def test_whole_numbers_come_first_then_beginnings_then_the_rest(put):
    put(1, "甲", numbers=("15021111",))
    put(2, "乙", numbers=("50200000",))
    put(3, "丙", places=("3-1-502",))
    put(4, "丁", places=("502",))
    assert ids("502") == [4, 3, 2, 1]
    assert [found.rank for found in search.find("502")] == [0, 0, 1, 2]


def test_rooms_come_before_people_among_equals(put):
    put(1, "张三", places=("3-1-502",))
    put(9, kind="rooms", title="3-1-502", places=("3-1-502",))
    assert [found.kind_name for found in search.find("3-1-502")] == ["rooms", "people"]


def test_only_the_kinds_asked_for_are_found(put):
    put(1, "张三", places=("3-1-502",))
    put(9, kind="rooms", title="3-1-502", places=("3-1-502",))
    for typed in ("3-1-502", "50", "3", "3 50"):
        assert [found.kind_name for found in search.find(typed, kinds=("rooms",))] == ["rooms"], typed


@pytest.mark.parametrize(
    "typed",
    [
        "%",
        "_",
        "%%%",
        '"',
        '"""',
        "*",
        "(",
        "NOT",
        "NOT 张",
        "张 OR 李",
        "a:b",
        "names:张",
        "-",
        "--",
        "'",
        "\\",
        "^张",
        "{",
        "+",
    ],
)
def test_signs_of_query_languages_are_ordinary_letters(put, typed):
    put(1, "张三")
    put(2, "百分之百%_公司")
    wanted = {"%": [2], "_": [2]}
    assert ids(typed) == wanted.get(typed, [])


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "\x00", "，；", "\u3000"])
def test_nothing_typed_finds_nothing(put, typed):
    put(1, "张三")
    assert ids(typed) == []


def test_typed_text_of_any_length_is_cut_at_two_hundred_letters(put):
    put(1, "张三")
    assert split_words("张" * 10_000) == ["张" * 200]
    assert ids("张" * 10_000) == []


def test_dots_in_a_name_need_not_be_typed(put):
    put(1, "买买提·艾力")
    for typed in ("买买提艾力", "买买提•艾力", "艾力", "mmtal"):
        assert ids(typed) == [1], typed


def test_an_unchanged_record_is_not_written_again(put):
    put(1, "张三")
    before = database.execute_sql("SELECT id FROM search_entry").fetchall()
    put(1, "张三")
    assert database.execute_sql("SELECT id FROM search_entry").fetchall() == before


def test_a_changed_record_is_found_by_its_new_words_only(put):
    put(1, "张三", numbers=("13912345678",))
    put(1, "赵六", numbers=("13800001111",))
    assert ids("赵六") == [1]
    assert ids("0000") == [1]
    assert ids("zl") == [1]
    for typed in ("张三", "张", "zs", "5678", "139"):
        assert ids(typed) == [], typed
    assert sqlite_search.faults() == []


def test_a_removed_record_leaves_nothing_in_any_table(put):
    search.clear()  # of what a new book holds
    put(1, "张三丰", numbers=("13912345678",), places=("3-1-502",))
    search.remove("people", 1)
    assert ids("张") == ids("13912345678") == ids("502") == []
    for table in ("search_entry", "search_word"):
        assert database.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table
    blocks = [
        bytes(block) for (block,) in database.execute_sql("SELECT block FROM search_text_data").fetchall()
    ]
    assert sum(map(len, blocks)) < 30  # what is left are counters


def test_removing_what_is_not_there_is_no_error(office):
    search.remove("people", 12345)


def test_a_failed_transaction_takes_its_entries_back(put):
    put(1, "张三")
    with pytest.raises(RuntimeError), transaction():
        put(2, "李四")
        search.remove("people", 1)
        raise RuntimeError
    assert ids("张三") == [1]
    assert ids("李四") == []
    assert sqlite_search.faults() == []


def test_clearing_forgets_everything(put):
    put(1, "张三")
    search.clear()
    assert ids("张三") == []
    assert sqlite_search.faults() == []


def test_the_same_record_twice_in_one_batch_keeps_the_last(office):
    search.put_many(
        [("people", 1, Finding("甲", names=("甲",))), ("people", 1, Finding("乙", names=("乙",)))]
    )
    assert ids("甲") == []
    assert ids("乙") == [1]


def test_many_changes_at_once_leave_the_index_whole(office):
    def findings(sign):
        return [
            ("people", number, Finding(f"{sign}{number}", names=(f"{sign}户{number}",)))
            for number in range(300)
        ]

    search.put_many(findings("甲"))
    search.put_many(findings("乙"))
    assert len(search.find("甲户", limit=1000)) == 0
    assert len(search.find("乙户", limit=1000)) == 300
    assert sqlite_search.faults() == []


def test_a_faulty_index_is_told(put):
    put(1, "张三丰")
    database.execute_sql("UPDATE search_entry SET names = '李四光'")
    assert sqlite_search.faults() != []


NAMES = "张三李四王单仇丽abAB1·%"
WORDS = st.text(alphabet=NAMES + "502-_* ", min_size=1, max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(
        st.tuples(
            st.text(alphabet=NAMES, max_size=5),
            st.text(alphabet="0123456789-", max_size=8),
            st.text(alphabet="B123-栋", max_size=8),
        ),
        max_size=12,
    ),
    typed=st.lists(WORDS, min_size=1, max_size=3),
)
def test_the_index_finds_exactly_what_the_rule_finds(office, people, typed):
    findings = [
        ("people", number, Finding(name, "", (name,), (phone,), (room,)))
        for number, (name, phone, room) in enumerate(people)
    ]
    with transaction():
        search.clear()
        search.put_many(findings)
    entries = [make_entry(*finding) for finding in findings]
    for text in (*typed, " ".join(typed)):
        words = split_words(text)
        wanted = {
            e.record_id for e in entries if words and all(rank(w, e.names, e.codes) < NOWHERE for w in words)
        }
        assert set(ids(text, limit=100)) == wanted, text
        assert set(ids(text, limit=100, kinds=("people",))) == wanted, text
        query = search.record_ids(text, "people")
        rows = database.execute_sql(
            f"SELECT record_id FROM search_entry WHERE record_id IN {query.sql}", query.params
        ).fetchall()
        assert {row[0] for row in rows} == wanted, text


def test_the_rank_of_a_single_word_is_the_rules(put):
    chance = random.Random(7)
    for number in range(200):
        room = f"{chance.randrange(1, 60)}-{chance.randrange(1, 4)}-{chance.randrange(100, 1600)}"
        put(
            number,
            chance.choice("张李王") + chance.choice("三四五"),
            places=(room,),
            numbers=(str(chance.randrange(10**6)),),
        )
    texts = {
        row[0]: row[1:]
        for row in database.execute_sql("SELECT record_id, names, codes FROM search_entry").fetchall()
    }
    for typed in ("502", "1-2", "12", "张", "三", "10"):
        for found in search.find(typed, limit=500):
            assert found.rank == rank(typed, *texts[found.record_id]), (typed, texts[found.record_id])
