"""The rule files: as shipped, as a desk may change them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from otui.domain.rules import Rules
from otui.errors import BadFile, Usage

DATA = Path(__file__).parents[2] / "data"
SHIPPED = {
    name: (DATA / f"{name}.toml").read_text(encoding="utf-8") for name in ("sla", "calendar", "queues")
}

TABLES = """
[[table]]
name = "Phones of De Linden"
customer = ["De Linden", "Beuk"]
queue = "Second line"
kind = "incident"
calendar = "always"
warn_percent = 50
[[table.level]]
name = "ANY"
values = [64, 32, 16, 8, 4, 2, 1]
respond = "1 h 30 min"
resolve = "4 h"
escalate = "4 h"

[[table]]
name = "Standard"
"""


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.parse(SHIPPED)


def with_change(name: str, old: str, new: str) -> dict[str, str]:
    assert SHIPPED[name].count(old) >= 1, "the shipped file no longer says so"
    return {**SHIPPED, name: SHIPPED[name].replace(old, new, 1)}


def mistake(texts: dict[str, str]) -> BadFile:
    with pytest.raises(BadFile) as caught:
        Rules.parse(texts)
    return caught.value


# -- as shipped ----------------------------------------------------------------------------------------------------

# source: "Impact/urgentie". value: level, Dutch, respond, resolve, escalate in minutes
SOURCE = {
    64: ("URGENT", "SPOED", 0, 60, 30),
    32: ("HIGH", "HOOG", 120, 240, 180),
    16: ("HIGH", "HOOG", 120, 240, 180),
    8: ("NORMAL", "NORMAAL", 480, 720, 600),
    4: ("NORMAL", "NORMAAL", 480, 720, 600),
    2: ("NORMAL", "NORMAAL", 480, 720, 600),
    1: ("LOW", "LAAG", 960, 1440, 1200),
}


@pytest.mark.parametrize("impact", [1, 2, 4, 8])
@pytest.mark.parametrize("urgency", [1, 2, 4, 8])
def test_the_priority_table_is_the_sources(rules: Rules, impact: int, urgency: int) -> None:
    level = rules.sla.level_for(impact, urgency)
    name, dutch, respond, resolve, escalate = SOURCE[impact * urgency]
    assert (level.label("en"), level.label("nl")) == (name, dutch)
    targets = rules.sla.default.targets(level)
    assert (targets.response, targets.resolution, targets.escalation) == (
        respond * 60,
        resolve * 60,
        escalate * 60,
    )
    assert targets.warn_percent == 75
    assert targets.rule == f"Standard · {name}"


def test_a_higher_factor_never_lowers_the_level(rules: Rules) -> None:
    for low, high in ((1, 2), (2, 4), (4, 8)):
        for other in (1, 2, 4, 8):
            assert rules.sla.level_for(high, other).rank <= rules.sla.level_for(low, other).rank
            assert rules.sla.level_for(low, other) == rules.sla.level_for(other, low)


def test_a_factor_that_is_none_is_refused_with_those_there_are(rules: Rules) -> None:
    with pytest.raises(Usage, match="1, 2, 4, 8"):
        rules.sla.level_for(3, 1)


def test_factors_are_described_in_both_languages(rules: Rules) -> None:
    assert [row.factor for row in rules.sla.factors.impact] == [1, 2, 4, 8]
    assert rules.sla.factors.urgency[3].label("nl") == "nee"
    assert rules.sla.factors.urgency[3].label("en") == "no"


def test_shipped_settings(rules: Rules) -> None:
    assert rules.settings.at_once_grace == timedelta(minutes=5)
    assert rules.settings.locked_tickets == "owner"
    assert rules.settings.lock_minutes == 480
    assert rules.timeline().clocks == []


def test_shipped_holidays_are_the_dutch_ones_by_name(rules: Rules) -> None:
    spec = rules.calendars["office"].spec
    for year in range(2015, 2032):
        public = holidays.country_holidays("NL", years=year, language="nl")
        ours = {date.fromordinal(number) for number in spec.closed_days(year, year + 1)}
        assert {day for day in ours if day.year == year} == set(public)
        assert {day: spec.holiday_name(day) for day in public} == dict(public)


def test_shipped_hours(rules: Rules) -> None:
    office, always = rules.calendars["office"], rules.calendars["always"]
    assert office.spec.week == dict.fromkeys(range(5), ((480, 1050),))
    assert always.spec.week == dict.fromkeys(range(7), ((0, 1440),))
    assert not always.spec.dates


def test_shipped_queues_reach_every_line(rules: Rules) -> None:
    assert rules.default_queue == "First line"
    assert {queue.line for queue in rules.queues} == {1, 2, 3}
    by_name = {queue.name: queue for queue in rules.queues}
    assert by_name["Network"].parent == "Second line"
    assert (by_name["Standby"].calendar, by_name["Standby"].lock_minutes) == ("always", 30)
    assert [queue.position for queue in rules.queues] == list(range(len(rules.queues)))


# -- as a desk may change them -------------------------------------------------------------------------------------


def test_the_first_table_that_applies_counts() -> None:
    rules = Rules.parse(with_change("sla", '\n[[table]]\nname = "Standard"\n', TABLES))
    special, standard = rules.sla.tables
    path = ("Network", "Second line")
    assert rules.sla.match("incident", path, "de linden") is special
    assert rules.sla.match("incident", path, "Beuk") is special
    assert rules.sla.match("request", path, "De Linden") is standard
    assert rules.sla.match("incident", ("First line",), "De Linden") is standard
    assert rules.sla.match("incident", path, "") is standard
    assert (special.calendar, standard.calendar) == ("always", "office")
    targets = special.targets(special.level_for(1, 1))
    assert (targets.response, targets.warn_percent) == (5400, 50)
    assert standard.level("spoed") is standard.levels[0]
    assert standard.level("none") is None


def test_a_table_with_one_condition_asks_for_nothing_else() -> None:
    tables = TABLES.replace('customer = ["De Linden", "Beuk"]\nqueue = "Second line"\n', "")
    rules = Rules.parse(with_change("sla", '\n[[table]]\nname = "Standard"\n', tables))
    assert rules.sla.match("incident", ("First line",), "") is rules.sla.tables[0]
    assert rules.sla.match("request", ("First line",), "") is rules.sla.tables[1]


def test_other_factors_need_other_values() -> None:
    texts = with_change("sla", "factor = 8", "factor = 16")
    error = mistake(texts)
    assert "128" in error.message
    texts["sla"] = texts["sla"].replace("values = [64]", "values = [128, 64]")
    assert Rules.parse(texts).sla.level_for(16, 8).name == "URGENT"


def test_a_calendar_with_dates_of_its_own() -> None:
    texts = with_change("calendar", 'holidays = "nl"', 'holidays = ["2026-11-23", "12-31"]')
    calendar = Rules.parse(texts).calendars["office"]
    assert calendar.name == "office"
    assert calendar.spec.holiday_name(date(2026, 11, 23)) == "2026-11-23"
    assert date(2030, 12, 31).toordinal() in calendar.spec.closed_days(2030, 2031)
