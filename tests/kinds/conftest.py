"""Sample records of any kind, made from its fields alone."""

import datetime
import itertools

import pytest

from desk_app.kernel import fields, store
from desk_app.kernel.errors import InvalidRecord
from desk_app.kernel.kind import KINDS
from tests.shells import RecordingShell

SAMPLES = {
    ("people", "id_number"): "11010519491231002X",
    ("people", "id_kind"): "id_card",
    ("vehicles", "plate"): "京A12345",
    ("holdings", "share"): "1/2",
    ("holdings", "until_on"): None,
    ("rooms", "label"): "502",
    ("move_ins.co_residents", "id_number"): "110101199003070038",
    ("fee_items", "code"): "ZZ9",
    ("tariffs.prices", "above"): 0,
    ("tariffs.prices", "more"): 0,
    ("bills", "paid"): 0,
    ("bills", "reduced"): 0,
    ("debit_mandates", "account"): "6222021234567890123",
    ("meters", "digits"): 5,
    ("meter_readings", "period"): 202611,
    ("meter_rounds", "period"): 202611,
    ("shared_periods", "period"): 202611,
}
"""What a rule of the kind lets through, where a made-up text would not do."""
ANOTHER = {("transfers", "buyer")}
"""Links that must not name the same record as another link of theirs."""

DAY = datetime.date(2026, 11, 23)


class SampleMaker:
    """Makes values that fields accept, and the records links need."""

    def __init__(self, desk):
        self.desk = desk
        self.numbers = itertools.count(1)
        self.made = {}

    def record(self, kind):
        """Return a stored record of `kind`, made once."""
        if kind.name not in self.made:
            self.made[kind.name] = self.save(self.draft(kind)).record
        return self.made[kind.name]

    def save(self, draft):
        """Store a draft; one of a kind made elsewhere as the rule that makes it does."""
        if not draft.kind.made_elsewhere:
            return store.save(draft, self.desk)
        batch = store.Batch(self.desk, "")
        record = batch.create(draft)
        batch.finish()
        return store.load(draft.kind, record.id)

    def draft(self, kind):
        """Return a draft with every field filled that can be typed, and one row of each child."""
        draft = store.new(kind)
        for name in kind.form_fields:
            self._fill(draft.record, kind.name, name)
        for child in kind.children:
            if not child.stamped:
                row = child.model()
                for name in child.fields:
                    self._fill(row, f"{kind.name}.{child.name}", name)
                draft.rows[child.name].append(row)
        return self._settled(draft)

    def value(self, owner, name, field):
        """Return a value the field takes."""
        if (owner, name) in SAMPLES:
            sample = SAMPLES[owner, name]
            return (
                field.parse(sample) if isinstance(sample, str) and not hasattr(field, "options") else sample
            )
        if isinstance(field, fields.Link):
            kind = next(kind for kind in KINDS.values() if kind.model is field.rel_model)
            return self.save(self.draft(kind)).record if (owner, name) in ANOTHER else self.record(kind)
        if isinstance(field, fields.Choice):
            return field.options[0].stored
        texts = {
            fields.Flag: "是",
            fields.Day: DAY.isoformat(),
            fields.Moment: f"{DAY} 09:00",
            fields.Whole: "2",
            fields.Money: "1,234.50",
            fields.Area: "98.5",
            fields.Scaled: "12.5",
            fields.Ratio: "1.05",
            fields.Share: "1/2",
            fields.Phone: "13812345678",
            fields.Note: "一段说明",
        }
        sort = next((sort for sort in type(field).__mro__ if sort in texts), None)
        return field.parse(texts[sort] if sort else f"样例{next(self.numbers)}", DAY)

    def _fill(self, record, owner, name):
        field = record._meta.fields[name]
        if not field.stamped:
            setattr(record, name, self.value(owner, name, field))

    def _settled(self, draft):
        """Empty the optional fields that rules of the kind refuse together with the others."""
        for name in store.find_problems(draft):
            if name in draft.kind.model._meta.fields and not draft.kind.field(name).required:
                setattr(draft.record, name, None)
        problems = store.find_problems(draft)
        if problems:
            raise InvalidRecord(problems)
        return draft


@pytest.fixture
def sample(desk):
    """Return a maker of sample records."""
    return SampleMaker(desk)


@pytest.fixture
def shell(desk, qtbot):
    """Return a window at the desk of somebody who may do everything."""
    from ui import theme

    theme.apply("light")
    made = RecordingShell(desk)
    qtbot.addWidget(made)
    return made
