"""What must hold for every registered kind; a new kind is covered the day it is registered."""

import ast
import datetime
import io
import json
import re

import docx
import pytest

from desk_app import office
from desk_app.kernel import fields, search, store
from desk_app.kernel.access import ROLES
from desk_app.kernel.errors import DeskError
from desk_app.kernel.kind import KINDS, Month
from desk_app.kernel.papers.check import check_template
from desk_app.kernel.papers.paper import TEMPLATES_FOLDER
from desk_app.kernel.store import AuditRow
from desk_app.kernel.words import _, use_language
from desk_app.modules.billing import ledger
from desk_app.modules.billing.records import FeeItem
from desk_app.screens import paper_desk
from desk_app.screens.record_form import RecordForm
from desk_app.screens.record_links import kind_of
from ui import field_widgets, icons

office.load_modules()

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
with_flow = pytest.mark.parametrize(
    "kind",
    [kind for kind in KINDS.values() if kind.workflow],
    ids=[name for name in KINDS if KINDS[name].workflow],
)
ENTERED_BY_IMPORT = {"recorded", "unrecorded"}
"""States no step leads to: a room whose roster does not tell its state comes in so, with an owner or without."""
HAN = re.compile(r"[\u4e00-\u9fff]")


def let(holding):
    """Make a sample holding or move-in one whose papers may all be printed: a tenant's, in a room that is let."""
    holding.role, holding.room.state = "tenant", "let"
    holding.room.save()
    if hasattr(holding, "moved_in_on"):
        holding.state = "moved_in"


def close_month(record):
    """Make a sample close one of a month in which nothing happened."""
    record.period = 202610
    nothing = dict.fromkeys(("opening", "received", "offset", "refunded", "undone", "closing"), 0)
    record.snapshot = json.dumps(
        {"arrears": [], "total": {"name": ""}, "prepaid": nothing, "deposits": [], "rates": []}
    )


def write_nothing(record):
    """Make a sample receipt one of no lines, so that its sum agrees with them."""
    record.kind, record.total = "payment", 0


def write_no_deposit(record):
    """Make a sample receipt one of a deposit of nothing."""
    record.kind, record.total = "deposit", 0


def owe(room_id, desk):
    """Let a room owe a bill that is overdue."""
    item, _new = FeeItem.get_or_create(code="OWED", defaults={"name": "欠下的物业费"})
    first, last = datetime.date(2026, 9, 1), datetime.date(2026, 9, 30)
    ledger.post_bill(room_id, item.id, 226_96, first, last, last, desk)


def settled(record):
    """A certificate is printed of a transfer that was settled, at zero."""
    record.state = "settled"


READY = {
    "residence_proof": let,
    "tenant_form": let,
    "owner_letting_undertaking": let,
    **dict.fromkeys(
        ("move_ins_register", "move_in_tenant_form", "move_in_undertaking", "move_in_residence_proof"), let
    ),
    "receipt": write_nothing,
    "receipt_two_up": write_nothing,
    "deposit_receipt": write_no_deposit,
    "deposit_receipt_two_up": write_no_deposit,
    "month_report": close_month,
    "cleared_certificate": settled,
}
"""Paper to what makes a sample record one it is for; the others are for any record."""

STORED = dict.fromkeys(
    ("payment_notice", "first_reminder", "second_reminder", "final_demand", "lawyers_file"), owe
)
"""Paper to what must be stored about a record, by its id, before it is one the paper is for."""

each_paper = pytest.mark.parametrize(
    ("kind", "paper"),
    [(kind, paper) for kind in KINDS.values() for paper in kind.all_papers],
    ids=[paper.name for kind in KINDS.values() for paper in kind.all_papers],
)


def typed_fields(kind):
    """Yield (name, field) of everything on the form, in the rows and asked by steps."""
    for name in kind.form_fields:
        yield name, kind.field(name)
    for child in kind.children:
        for name in child.fields:
            yield name, child.model._meta.fields[name]
    for step in kind.workflow.transitions if kind.workflow else ():
        for name in step.asks:
            yield name, kind.field(name)


def words_of(kind):
    """Yield every Chinese word of the kind that a person reads."""
    yield kind.label
    yield from (section.title for section in kind.sections)
    yield from (child.label for child in kind.children)
    for _name, field in typed_fields(kind):
        yield field.verbose_name
        yield field.hint
        yield from (option.label for option in getattr(field, "options", ()))
    if kind.workflow:
        yield from (option.label for option in kind.workflow.states)
        yield from (step.label for step in kind.workflow.transitions)
        yield from (deadline.label for deadline in kind.workflow.deadlines)
    for paper in kind.all_papers:
        yield paper.label
        yield from paper.copies
        for placeholder in paper.known():
            yield placeholder.label
            yield from (row.label for row in placeholder.rows)


# -- what a declaration names is there ---------------------------------------------------------------------------


@each_kind
def test_columns_sections_links_and_order_name_real_fields(kind):
    known = kind.model._meta.fields
    for name in [*kind.columns, *kind.form_fields]:
        assert isinstance(known.get(name), fields.Typed), name
    assert set(kind.order) <= known.keys()
    assert all(isinstance(known[name], fields.Link) for name in kind.about)
    assert all(field.sort_by in known for field in known.values() if getattr(field, "sort_by", ""))
    assert len(set(kind.form_fields)) == len(kind.form_fields)


@each_kind
def test_following_fields_are_on_the_form(kind):
    assert {name for name, _hook in kind.on_enter} <= set(kind.form_fields)


@each_kind
def test_every_link_leads_to_a_kind(kind):
    for _name, field in typed_fields(kind):
        if isinstance(field, fields.Link):
            assert kind_of(field).model is field.rel_model


@each_kind
def test_labels_are_chinese_and_unique_on_a_form(kind):
    labels = [kind.field(name).verbose_name for name in kind.form_fields]
    assert len(set(labels)) == len(labels)
    assert all(HAN.match(label) for label in labels)
    assert HAN.match(kind.label)


@each_kind
def test_every_required_field_can_be_filled_in(kind):
    needed = {name for name, field in kind.model._meta.fields.items() if getattr(field, "required", False)}
    assert needed - {"state"} <= set(kind.form_fields)
    for child in kind.children:
        needed = {
            name for name, field in child.model._meta.fields.items() if getattr(field, "required", False)
        }
        assert needed - {child.parent} <= set(child.fields)


@each_kind
def test_rows_belong_to_their_record(kind):
    for child in kind.children:
        assert child.model._meta.fields[child.parent].rel_model is kind.model
        assert all(isinstance(child.model._meta.fields[name], fields.Typed) for name in child.fields)
        assert child.most >= max(child.starts_with, 1)
        assert issubclass(child.model, store.Row)
    assert len({child.name for child in kind.children}) == len(kind.children)
    assert not {child.name for child in kind.children} & kind.model._meta.fields.keys()


@each_kind
def test_the_icon_is_drawn(kind):
    assert (icons.FOLDER / f"{kind.icon}.svg").is_file()


@each_kind
def test_every_word_is_translated(kind):
    use_language("en")
    try:
        missing = sorted({word for word in words_of(kind) if HAN.search(word) and _(word) == word})
    finally:
        use_language("zh_CN")
    assert missing == []


# -- workflows ---------------------------------------------------------------------------------------------------


@with_flow
def test_a_workflow_is_closed_and_leads_everywhere(kind):
    flow = kind.workflow
    states = [option.stored for option in flow.states]
    reached = {flow.start}
    for _state in states:
        reached |= {step.target for step in flow.transitions if reached & set(step.sources)}
    if kind.made_elsewhere and not flow.transitions:  # rules lead to its states, nobody at a form
        reached |= set(states)
    assert reached | (ENTERED_BY_IMPORT & set(states)) == set(states)
    assert len(set(states)) == len(states)
    for step in flow.transitions:
        assert set(step.sources) | {step.target} <= set(states), step.name
        assert step.sources
    names = [step.name for step in flow.transitions]
    assert len(set(names)) == len(names)


@with_flow
def test_a_workflow_names_known_states_roles_and_fields(kind):
    flow = kind.workflow
    states = {option.stored for option in flow.states}
    assert set(flow.editable) | set(flow.open_states) | {state for state, _tone in flow.tones} <= states
    assert {tone for _state, tone in flow.tones} <= {"good", "waiting", "bad", "quiet"}
    for step in flow.transitions:
        assert step.roles and set(step.roles) <= ROLES.keys(), step.name
        assert all(isinstance(kind.field(name), fields.Typed) for name in step.asks), step.name
        if step.numbered:
            assert kind.prefix and kind.field("number").stamped, step.name
    for deadline in flow.deadlines:
        assert deadline.states and set(deadline.states) <= states, deadline.name


@with_flow
def test_the_state_field_offers_exactly_the_states(kind):
    assert kind.field("state").options == kind.workflow.states


@with_flow
def test_each_state_has_at_most_one_main_step(kind):
    for option in kind.workflow.states:
        mains = [step for step in kind.workflow.transitions if step.main and option.stored in step.sources]
        assert len(mains) <= 1, option.stored


@with_flow
def test_every_step_refuses_or_passes_an_empty_record_without_a_bug(kind, desk, sample):
    """Guards are asked while a form is open, so they must cope with what a form may hold."""
    record = sample.record(kind)
    for step in kind.workflow.transitions:
        draft = store.load(kind, record.id)
        answer = step.guard(draft, desk)
        assert answer is None or HAN.search(answer), step.name


# -- records -----------------------------------------------------------------------------------------------------


@each_kind
def test_a_record_made_of_sample_values_is_stored_read_and_logged(kind, desk, sample):
    before = AuditRow.select().count()
    draft = sample.draft(kind)
    stored = sample.save(draft)
    again = store.load(kind, stored.record.id)
    for name in kind.form_fields:
        if not kind.field(name).stamped and draft.record.__data__[name] is not None:
            assert again.record.__data__[name] == stored.record.__data__[name], name
    for child in kind.children:
        assert len(again.rows[child.name]) == len(draft.rows[child.name])
    assert AuditRow.select().count() > before
    row = AuditRow.select().where(AuditRow.kind == kind.name, AuditRow.record_id == stored.record.id).get()
    assert (row.action, row.actor) == ("create", desk.actor.name)
    assert kind.title(again.record).strip()


@each_kind
def test_what_a_link_points_to_can_be_found_by_typing(kind):
    for name, field in typed_fields(kind):
        if isinstance(field, fields.Link) and not field.stamped:
            assert kind_of(field).find is not None, name


@pytest.mark.parametrize("kind", [k for k in KINDS.values() if k.find], ids=lambda kind: kind.name)
def test_a_record_is_found_by_its_own_words(kind, desk, sample):
    record = sample.record(kind)
    finding = kind.find(store.load(kind, record.id))
    words = [word for words in (finding.names, finding.numbers, finding.places) for word in words if word]
    assert finding.title and words
    for word in words:
        hits = {(hit.kind_name, hit.record_id) for hit in search.find(str(word))}
        assert (kind.name, record.id) in hits, word


@each_kind
def test_audit_and_search_lines_hold_no_whole_secret(kind, desk, sample):
    draft = sample.draft(kind)
    secrets = [
        str(value)
        for record, model in [(draft.record, kind.model)]
        + [(row, child.model) for child in kind.children for row in draft.rows[child.name]]
        for name, field in model._meta.fields.items()
        if getattr(field, "secret", False) and (value := record.__data__.get(name))
    ]
    stored = sample.save(draft)
    told = "".join(row.changes for row in AuditRow.select()) + kind.title(stored.record)
    if kind.find:
        finding = kind.find(stored)
        told += finding.title + finding.detail
    assert not [secret for secret in secrets if secret in told]


@each_kind
def test_the_form_reads_back_what_it_shows(kind, desk, sample):
    """What a form shows can be typed again and means the same, secrets apart."""
    record = sample.record(kind)
    form = RecordForm.open(kind, desk, record.id)
    for name in kind.form_fields:
        field = kind.field(name)
        if field.stamped or field.secret or isinstance(field, fields.Link) or not form.text(name):
            continue
        assert field.parse(form.text(name), desk.today) == form.cells.value(name), name


@each_kind
def test_an_empty_form_names_every_missing_field_and_stores_nothing(kind, desk):
    before = kind.model.select().count()
    if kind.made_elsewhere:
        with pytest.raises(DeskError, match="不能手工新建"):
            RecordForm.start(kind, desk)
        return
    form = RecordForm.start(kind, desk)
    missing = {name for name in kind.form_fields if kind.field(name).required and not form.text(name)}
    if missing:
        assert not form.save()
        assert missing <= form.problems.keys()
    assert kind.model.select().count() == before


# -- the window --------------------------------------------------------------------------------------------------


@each_kind
def test_every_field_has_a_widget(kind, qtbot, desk):
    from ui.field_editors import FieldHooks

    hooks = FieldHooks(
        lambda _t: None, lambda _i: None, lambda _t: [], lambda _r: None, lambda: None, desk.now
    )
    for name, field in typed_fields(kind):
        editor = field_widgets.make(kind.name, name, field, hooks)
        qtbot.addWidget(editor)
        editor.show_text("")
        editor.show_problem("不对")
        editor.show_fixed(True)


@each_kind
def test_the_form_opens_empty_and_filled(kind, qtbot, shell, sample):
    from ui.record_form import RecordFormPage

    if not kind.made_elsewhere:
        empty = shell.show_page(RecordFormPage(shell, kind.name))
        assert empty.title == f"新建{kind.one}"
    record = sample.record(kind)
    filled = shell.show_page(RecordFormPage(shell, kind.name, record.id))
    form = RecordForm.open(kind, shell.desk, record.id)
    for block in filled.blocks:
        assert block.editor.plain.text() in (form.text(block.name), "—"), block.name
        holds_something = form.cells.value(block.name) not in (None, "", False)
        assert block.isVisible() == (holds_something or not form.is_fixed(block.name)), block.name
    assert not filled.is_changed()
    filled.retranslate()
    assert not filled.is_changed()


# -- papers ------------------------------------------------------------------------------------------------------


@each_paper
def test_a_paper_has_a_template_in_both_languages_that_asks_for_known_values_only(kind, paper):
    for folder in (TEMPLATES_FOLDER, TEMPLATES_FOLDER / "en"):
        path = folder / paper.template
        assert path.is_file(), path
        assert check_template(path.read_bytes(), paper).problems == ()


@each_paper
def test_a_paper_names_each_placeholder_once(kind, paper):
    names = [placeholder.name for placeholder in paper.placeholders]
    assert len(set(names)) == len(names)
    for placeholder in paper.placeholders:
        assert HAN.search(placeholder.label)
        rows = [row.name for row in placeholder.rows]
        assert len(set(rows)) == len(rows)


@each_paper
def test_a_paper_fills_every_placeholder_it_promises(kind, paper, desk, sample):
    draft = sample.draft(kind)
    READY.get(paper.name, lambda record: None)(draft.record)
    subject = sample.save(draft)
    register = next((one for one in kind.registers if one.paper is paper), None)
    if register is not None:
        subject = [subject] if register.day else Month(desk.today.replace(day=1), desk.today)
    values = paper.fill_in(subject, header={"month": "", "number": ""})
    for placeholder in paper.placeholders:
        assert placeholder.name in values, placeholder.name
        for row in values[placeholder.name] if placeholder.rows else ():
            assert {inner.name for inner in placeholder.rows} <= row.keys()


@each_paper
def test_a_paper_comes_out_with_the_records_own_words(kind, paper, desk, sample):
    """Filled through the counter, in both languages; a record still without its number is refused in words."""
    draft = sample.draft(kind)
    if "number" in kind.model._meta.fields:
        draft.record.number = f"{kind.prefix}-202611-0001"
    READY.get(paper.name, lambda record: None)(draft.record)
    record_id = sample.save(draft).record.id
    STORED.get(paper.name, lambda record_id, desk: None)(record_id, desk)
    for code in ("zh_CN", "en"):
        use_language(code)
        try:
            if paper in kind.papers:
                filled = paper_desk.make(kind.name, record_id, paper.name, desk)
            else:
                filled = paper_desk.make_register(kind.name, paper.name, desk.today, desk)
        finally:
            use_language("zh_CN")
        document = docx.Document(io.BytesIO(filled.content))
        text = "".join(part.text or "" for part in document.element.body.iter() if part.tag.endswith("}t"))
        assert "{{" not in text and "{%" not in text
        if "number" in kind.model._meta.fields and not paper.series:
            assert draft.record.number in text


@pytest.mark.parametrize(
    "kind",
    [k for k in KINDS.values() if k.papers and k.prefix and not k.numbered_at_once],
    ids=lambda kind: kind.name,
)
def test_a_paper_without_its_number_is_refused(kind, desk, sample):
    record = sample.record(kind)
    with pytest.raises(DeskError, match="还没有编号"):
        paper_desk.make(kind.name, record.id, kind.papers[0].name, desk)


# -- the registry ------------------------------------------------------------------------------------------------


def test_the_engine_never_asks_for_one_kind(request):
    """A way out of generation is another field type or an editor made by hand; never a question about the name."""
    root = request.config.rootpath
    for path in [
        *(root / "desk_app" / "kernel").rglob("*.py"),
        *(root / "desk_app" / "screens").glob("*form*.py"),
    ]:
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare) and any(
                isinstance(part, ast.Constant) and part.value in KINDS
                for part in [node.left, *node.comparators]
            ):
                pytest.fail(f"{path.name}:{node.lineno} asks for one kind")


def test_kinds_have_names_of_their_own():
    labels = [kind.label for kind in KINDS.values()]
    assert len(set(labels)) == len(labels)
    prefixes = [kind.prefix for kind in KINDS.values() if kind.prefix]
    assert len(set(prefixes)) == len(prefixes)
