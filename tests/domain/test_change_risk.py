"""Risk by rules and questions, when a review is due, how a team's changes score, and the file that says by what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otui.domain.calendar import BusinessCalendar
from otui.domain.change import review
from otui.domain.change.review import Result
from otui.domain.change.risk import LEVELS, Facts, assess, highest
from otui.domain.change.rule_file import Quorum, Stop, change_rules
from otui.domain.change.schedule import CollisionKind, Weight
from otui.domain.change.steps import Type
from otui.domain.change.weights import meaning
from otui.errors import BadFile

TEXT = (Path(__file__).parents[2] / "data" / "change.toml").read_text(encoding="utf-8")
RULES = change_rules(TEXT).risk
CALM = {"experience": 0, "backout": 0, "test": 0}
WORST = {"experience": 2, "backout": 2, "test": 2}

FACTS = st.builds(
    Facts,
    type=st.sampled_from([kind.value for kind in Type]),
    outage=st.booleans(),
    backout_plan=st.booleans(),
    item_kinds=st.lists(st.sampled_from(["service", "server", "network", "other"]), max_size=5).map(tuple),
    minutes=st.integers(0, 2_000),
)
ANSWERS = st.dictionaries(st.sampled_from([*CALM, "gone"]), st.integers(-2, 5) | st.none() | st.booleans())


@given(FACTS, ANSWERS)
def test_the_first_rule_that_fits_and_the_answers_and_the_higher_of_both(facts, answers):
    found = assess(RULES, facts, answers)
    fitting = [rule for rule in RULES.rules if rule.fits(facts)]
    assert found.rule is fitting[0]
    assert found.risk == highest(found.rule.risk, found.by_questions)
    assert LEVELS.index(found.risk) >= LEVELS.index(found.rule.risk)
    assert found.score == sum(answer.weight for _question, answer in found.answered)
    assert {one.name for one in found.open} | {one.name for one, _answer in found.answered} == set(CALM)
    assert found.by_questions == (RULES.level_of(found.score) if found.complete else "")


@pytest.mark.parametrize(
    ("facts", "answers", "risk", "by_rule"),
    [
        (Facts("normal"), CALM, "low", True),
        (Facts("normal"), {**CALM, "backout": 2}, "medium", False),
        (Facts("normal"), WORST, "high", False),
        (Facts("normal", outage=True), CALM, "high", True),
        (Facts("normal", outage=True, backout_plan=True), CALM, "medium", True),
        (Facts("normal", outage=True, backout_plan=True, item_kinds=("other",) * 3), CALM, "high", True),
        (Facts("normal", item_kinds=("network",)), WORST, "high", False),
    ],
)
def test_it_says_what_made_it_so(facts, answers, risk, by_rule):
    found = assess(RULES, facts, answers)
    assert (found.risk, found.by_rule) == (risk, by_rule)


OFFICE = BusinessCalendar.from_dict(
    {
        "timezone": "Europe/Amsterdam",
        "hours": {
            day: [["08:00", "12:00"], ["13:00", "17:30"]] for day in ("mon", "tue", "wed", "thu", "fri")
        },
        "holidays": ["2026-12-25", "2027-01-01"],
    }
)


@pytest.mark.parametrize(
    ("implemented", "due"),
    [
        ("2026-11-23T09:00:00+01:00", "2026-11-30T17:30:00+01:00"),
        ("2026-11-21T23:00:00+01:00", "2026-11-27T17:30:00+01:00"),  # on a Saturday
        ("2026-12-22T09:00:00+01:00", "2026-12-30T17:30:00+01:00"),  # Christmas Day is none
        ("2026-10-21T09:00:00+02:00", "2026-10-28T17:30:00+01:00"),  # over the end of summer time
        ("2026-03-25T23:30:00+01:00", "2026-04-01T17:30:00+02:00"),
    ],
)
def test_a_review_is_due_at_the_end_of_the_fifth_working_day(implemented, due):
    assert review.due(OFFICE, datetime.fromisoformat(implemented), 5) == datetime.fromisoformat(due)


def test_no_days_are_no_limit():
    assert review.due(OFFICE, datetime(2026, 11, 23, 8, tzinfo=UTC), 0) is None
    assert not review.breached(None, None, datetime(2030, 1, 1, tzinfo=UTC))


@given(st.integers(-100, 100), st.none() | st.integers(-100, 100))
def test_a_review_is_late_by_when_it_came_else_by_now(now, reviewed):
    zero = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
    came = None if reviewed is None else zero + timedelta(hours=reviewed)
    late = review.breached(zero, came, zero + timedelta(hours=now))
    assert late is ((now if reviewed is None else reviewed) > 0)


def test_the_score_of_a_team():
    assert review.score([Result.SUCCESSFUL] * 3) == 9
    assert review.score([Result.SUCCESSFUL, Result.WITH_ISSUES, Result.UNSUCCESSFUL]) == -4
    assert review.score([Result.BACKED_OUT], [0, 1, 2, 9]) == -5 - 10 - 5 - 3 - 2


def test_the_shipped_file():
    rules = change_rules(TEXT)
    assert (rules.quorums["peer"], rules.quorums["ecab"]) == (Quorum(number=1), Quorum(number=1))
    assert [rules.quorums["cab"].of(asked) for asked in (0, 1, 2, 3, 8)] == [1, 1, 1, 2, 4]
    assert rules.review_days["emergency"] == 5
    assert rules.freeze["standard"] is Stop.BLOCK
    assert rules.reason("security").label("nl").startswith("dicht")
    assert rules.reason("hurry") is None


def test_what_the_file_says_of_collisions_is_what_they_mean():
    rules = change_rules(TEXT.replace('emergency = "note"', 'emergency = "block"'))
    normal, emergency = meaning(rules, Type.NORMAL), meaning(rules, Type.EMERGENCY)
    assert (normal[CollisionKind.BLACKOUT], normal[CollisionKind.EMPTY]) == (Weight.REASON, Weight.BLOCKS)
    assert emergency[CollisionKind.ITEM] is Weight.BLOCKS


MISTAKES = [
    ("peer = 1", "peer = 0", "from 1 to 1000"),
    ("peer = 1", 'peer = "half"', "a number of people"),
    ("peer = 1", 'peer = "0 %"', "a share such as"),
    ("peer = 1", "", "'peer' is ''; expected a number"),
    ('cab = "50 %"', 'cab = "101 %"', "a share such as"),
    ("emergency = 5", "emergency = -1", "from 0 to 366"),
    ('standard = "block"', 'standard = "stop"', "one of block, reason, note"),
    ('name = "security"', 'name = "major-incident"', "two of 'major-incident'"),
    ('name = "security"', 'name = "Very secure"', "small letters"),
    ("incident = true\n", 'incident = "yes"\n', "true or false"),
    ("high = 8", "high = 4", "expected high above medium"),
    ("high = 8", "high = 11", "the most that they add up to is 10"),
    ('risk = "low"', 'risk = "none"', "one of low, medium, high"),
    ('name = "anything else"', 'name = "anything else"\noutage = true', "expected a last rule without"),
    ("outage = true\nbackout_plan = false", "", "has no condition"),
    ("weight = 4", "wieght = 4", "'weight' is missing"),
    ("[freeze] ", "[freese] ", "Unknown key 'freese'"),
    ('item_kind = ["network", "server"]', "item_kind = 3", "a list of texts"),
]


@pytest.mark.parametrize(("old", "new", "words"), MISTAKES)
def test_a_mistake_is_told_with_its_line_and_what_was_expected(old, new, words):
    assert old in TEXT
    with pytest.raises(BadFile) as caught:
        change_rules(TEXT.replace(old, new, 1))
    said = str(caught.value)
    assert words in said, said
    line = TEXT[: TEXT.index(old)].count("\n") + 1
    near = range(line - 4, line + 5)  # what is missing is told at its table
    assert any(said.startswith(f"change.toml:{one}:") for one in near), said


def test_the_line_is_the_very_one():
    line = TEXT[: TEXT.index("peer = 1")].count("\n") + 1
    with pytest.raises(BadFile, match=f"change.toml:{line}: 'peer' is 'half'"):
        change_rules(TEXT.replace("peer = 1", 'peer = "half"', 1))
