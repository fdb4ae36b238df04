"""Small changes in the text of a rule file: one line is another, and everything around it is as it was."""

from __future__ import annotations

import pytest

from otui.desk.rules import rule_edits
from otui.desk.rules.rule_files import shipped_rules
from otui.desk.rules.rule_history import text_diff
from otui.domain.rules import Rules
from otui.errors import NotFound


def lines(name: str, after: str) -> list[str]:
    """What a change took out and put in; the whole must still be right."""
    Rules.parse({**shipped_rules(), name: after})
    found = list(text_diff(name, shipped_rules()[name], after))[2:]
    return [line for line in found if line[0] in "+-"]


def test_a_level_gets_other_times_and_keeps_its_comments():
    text = shipped_rules()["sla"].replace('resolve = "4 h"', 'resolve = "4 h"  # as agreed in May')
    after = rule_edits.set_times(text, "Standard", "high", {"respond": "120 min", "resolve": "5 h"})
    assert 'resolve = "5 h"  # as agreed in May' in after
    assert lines("sla", after) == ['-resolve = "4 h"', '+resolve = "5 h"  # as agreed in May']
    with pytest.raises(NotFound, match="no level"):
        rule_edits.set_times(text, "Standard", "enormous", {})


def test_a_holiday_stands_where_a_person_would_put_it():
    text = shipped_rules()["calendar"]
    after = rule_edits.add_holiday(text, "office", "2026-12-24", "Christmas Eve")
    assert lines("calendar", after) == ['+2026-12-24 = "Christmas Eve"']
    assert '2026-05-25 = "Tweede pinksterdag"\n2026-12-24 = "Christmas Eve"\n' in after
    assert lines("calendar", rule_edits.add_holiday(text, "office", "12-24", "Eve")) == ['+12-24 = "Eve"']
    renamed = rule_edits.add_holiday(after, "office", "2026-12-24", 'Eve of "it"')
    calendar = Rules.parse({**shipped_rules(), "calendar": renamed}).calendars["office"]
    assert 'Eve of "it"' in calendar.spec.dates.values()


def test_a_calendar_without_holidays_gets_its_first_and_its_second():
    text = shipped_rules()["calendar"]
    after = rule_edits.add_holiday(text, "always", "2030-01-02", "Rest")
    after = rule_edits.add_holiday(after, "always", "01-03", "More rest")
    spec = Rules.parse({**shipped_rules(), "calendar": after}).calendars["always"].spec
    assert sorted([*spec.dates.values(), *spec.yearly.values()]) == ["More rest", "Rest"]
    with pytest.raises(NotFound, match="no calendar"):
        rule_edits.add_holiday(text, "nights", "01-03", "Rest")


def test_a_list_of_dates_gets_one_more():
    text = shipped_rules()["calendar"].replace('holidays = "nl"', 'holidays = ["12-25", "12-26"]')
    after = rule_edits.add_holiday(text, "office", "2026-12-24", "Christmas Eve")
    assert 'holidays = ["12-25", "12-26", "2026-12-24"]' in after
    assert rule_edits.add_holiday(after, "office", "2026-12-24", "Again") == after


def test_hours_of_a_day_change_begin_and_end():
    text = shipped_rules()["calendar"]
    two = rule_edits.set_hours(text, "office", 1, [("09:00", "12:00"), ("13:00", "17:00")])
    assert lines("calendar", two) == [
        '-tue = [["08:00", "17:30"]]',
        '+tue = [["09:00", "12:00"], ["13:00", "17:00"]]',
    ]
    saturday = rule_edits.set_hours(text, "office", 5, [("09:00", "13:00")])
    assert 'fri = [["08:00", "17:30"]]\nsat = [["09:00", "13:00"]]\n' in saturday
    assert lines("calendar", rule_edits.set_hours(text, "office", 1, [])) == ['-tue = [["08:00", "17:30"]]']
