"""Rules of the calendar: in words and in RFC 5545, on the wall clock of their zone, past days that nobody works."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otui.domain.recurring.rule import NEXT, PREVIOUS, Rule, checked, parts
from otui.domain.recurring.telling import told
from otui.domain.recurring.words import understand
from otui.errors import Usage
from otui.text import i18n

ZONE = ZoneInfo("Europe/Amsterdam")
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def rule(words: str, starts: datetime = NEW_YEAR, works=None, shift: str = NEXT) -> Rule:
    return Rule(understand(words).rrule, starts, ZONE, works, shift)


def local(*found: datetime) -> list[str]:
    return [one.astimezone(ZONE).strftime("%a %d-%m-%Y %H:%M") for one in found]


@pytest.mark.parametrize(
    ("english", "dutch", "rrule", "shift"),
    [
        ("every monday 8", "elke maandag 8:00", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=0", ""),
        ("daily at 7:30", "dagelijks om 7.30", "FREQ=DAILY;BYHOUR=7;BYMINUTE=30", ""),
        (
            "every working day at 9",
            "elke werkdag om 9 uur",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=9;BYMINUTE=0",
            NEXT,
        ),
        (
            "every first working day of the month 09:00",
            "elke eerste werkdag van de maand 09:00",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;BYHOUR=9;BYMINUTE=0",
            NEXT,
        ),
        (
            "last working day of the month",
            "laatste werkdag van de maand",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=8;BYMINUTE=0",
            PREVIOUS,
        ),
        (
            "every 2 weeks on friday 10:00",
            "elke 2 weken op vrijdag 10:00",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;BYHOUR=10;BYMINUTE=0",
            "",
        ),
        ("monthly", "maandelijks", "FREQ=MONTHLY;BYMONTHDAY=1;BYHOUR=8;BYMINUTE=0", ""),
        (
            "every month on the 15th",
            "elke maand op de 15e",
            "FREQ=MONTHLY;BYMONTHDAY=15;BYHOUR=8;BYMINUTE=0",
            "",
        ),
        (
            "last day of the month",
            "laatste dag van de maand",
            "FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=8;BYMINUTE=0",
            "",
        ),
        ("every quarter", "elk kwartaal", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1;BYHOUR=8;BYMINUTE=0", ""),
        (
            "yearly on 1 march 09:00",
            "elk jaar op 1 maart 09:00",
            "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0",
            "",
        ),
        (
            "monday and thursday 8:00",
            "maandag en donderdag 8 uur",
            "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=8;BYMINUTE=0",
            "",
        ),
        ("every 6 hours", "elke 6 uur", "FREQ=HOURLY;INTERVAL=6", ""),
        (
            "second tuesday of the month",
            "tweede dinsdag van de maand",
            "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2;BYHOUR=8;BYMINUTE=0",
            "",
        ),
    ],
)
def test_what_a_person_writes_in_either_language_is_the_same_rule(english, dutch, rrule, shift):
    for words in (english, dutch, english.upper()):
        understood = understand(words)
        assert (understood.rrule, understood.shift) == (rrule, shift), words
    assert rule(english).after(NEW_YEAR) is not None


def test_rfc_5545_is_taken_as_it_is_written():
    assert understand("RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4").rrule == "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4"
    assert len(rule("FREQ=DAILY;COUNT=3").upcoming(NEW_YEAR - timedelta(days=2), 9)) == 3


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("every blue moon", "blue"),
        ("08:00", "How often"),
        ("", "when"),
        ("every monday 25:00", "25"),
        ("every month on the 40th", "40"),
        ("FREQ=SOMETIMES", "FREQ=SOMETIMES"),
        ("FREQ=MINUTELY", "once an hour"),
        ("FREQ=DAILY;BYHOUR=", "FREQ=DAILY"),
        ("=", "="),
    ],
)
def test_what_is_not_understood_is_told_in_one_sentence(words, named):
    with pytest.raises(Usage) as refused:
        understand(words)
    assert named in refused.value.message
    assert refused.value.message.count(". ") == 0
    assert refused.value.hint


@pytest.mark.parametrize(
    "words", ["FREQ=DAILY;BYDAY=XX", "FREQ=DAILY;BYHOUR=99", "FREQ=DAILY;NO=1", "FREQ=YEARLY;BYMONTH=13"]
)
def test_a_part_that_is_none_is_refused_when_the_rule_is_looked_at(words):
    with pytest.raises(Usage):
        checked(rule(words), NEW_YEAR)


def test_a_rule_that_never_comes_round_is_refused():
    for words in ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;UNTIL=20200101", "FREQ=DAILY;COUNT=0"):
        with pytest.raises(Usage, match="never"):
            checked(rule(words), NEW_YEAR)


def test_the_wall_clock_counts_on_both_sides_of_a_change_of_the_clock():
    found = rule("every sunday 08:00").upcoming(datetime(2026, 3, 20, tzinfo=UTC), 3)
    assert local(*found) == ["Sun 22-03-2026 08:00", "Sun 29-03-2026 08:00", "Sun 05-04-2026 08:00"]
    assert [one.hour for one in found] == [7, 6, 6]


def test_an_hour_that_is_left_out_comes_later_and_one_that_comes_twice_comes_once():
    spring = rule("every day 02:30").upcoming(datetime(2026, 3, 28, 12, tzinfo=UTC), 2)
    assert local(*spring) == ["Sun 29-03-2026 03:30", "Mon 30-03-2026 02:30"]
    autumn = rule("every day 02:30").upcoming(datetime(2026, 10, 24, 12, tzinfo=UTC), 2)
    assert local(*autumn) == ["Sun 25-10-2026 02:30", "Mon 26-10-2026 02:30"]
    assert autumn[0] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first of the two


def test_until_is_the_whole_of_that_day():
    found = rule("FREQ=DAILY;BYHOUR=22;BYMINUTE=0;UNTIL=20260103").upcoming(NEW_YEAR, 9)
    assert local(*found) == ["Thu 01-01-2026 22:00", "Fri 02-01-2026 22:00", "Sat 03-01-2026 22:00"]


def working(day: date) -> bool:
    """Monday to Friday, but not on New Year's Day or at Christmas."""
    return day.weekday() < 5 and (day.month, day.day) not in {(1, 1), (12, 25), (12, 31)}


def test_the_first_working_day_is_no_holiday():
    found = rule("first working day of the month 09:00", works=working).upcoming(
        NEW_YEAR - timedelta(days=9), 3
    )
    assert local(*found) == ["Fri 02-01-2026 09:00", "Mon 02-02-2026 09:00", "Mon 02-03-2026 09:00"]


def test_the_last_working_day_comes_before_a_holiday():
    found = rule("last working day of the month 09:00", works=working, shift=PREVIOUS).upcoming(
        datetime(2026, 12, 1, tzinfo=UTC), 2
    )
    assert local(*found) == ["Wed 30-12-2026 09:00", "Fri 29-01-2027 09:00"]


def test_what_is_shifted_to_a_day_that_has_its_own_comes_once():
    found = rule("every day 09:00", works=working).upcoming(datetime(2026, 1, 8, 12, tzinfo=UTC), 3)
    assert local(*found) == ["Fri 09-01-2026 09:00", "Mon 12-01-2026 09:00", "Tue 13-01-2026 09:00"]


def test_a_calendar_that_is_never_open_shifts_nothing():
    found = rule("every day 09:00", works=lambda _day: False).upcoming(NEW_YEAR, 2)
    assert local(*found) == ["Thu 01-01-2026 09:00", "Fri 02-01-2026 09:00"]


RULES = st.sampled_from(
    (
        "every day 02:30",
        "every monday 08:00",
        "every working day 09:00",
        "last working day of the month 16:00",
        "every 6 hours",
        "FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0",
        "FREQ=WEEKLY;BYDAY=SA,SU;BYHOUR=23;BYMINUTE=45",
        "yearly on 1 march 09:00",
        "FREQ=DAILY;COUNT=40;BYHOUR=6;BYMINUTE=0",
    )
)
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC))


@settings(deadline=None, max_examples=60)
@given(RULES, INSTANTS, st.sampled_from((None, working)), st.sampled_from((NEXT, PREVIOUS)))
def test_occurrences_come_in_order_and_each_once(words, after, works, shift):
    found = rule(words, works=works, shift=shift).upcoming(after, 8)
    assert list(found) == sorted(set(found))
    assert all(one > after for one in found)
    if works is not None:
        assert all(working(one.astimezone(ZONE).date()) for one in found)


@settings(deadline=None, max_examples=60)
@given(RULES, INSTANTS, st.sampled_from((None, working)), st.sampled_from((NEXT, PREVIOUS)), st.data())
def test_looking_in_between_loses_nothing_and_finds_nothing_twice(words, after, works, shift, data):
    """What a worker catches up in one go is what it would have made by looking now and then."""
    walked = rule(words, works=works, shift=shift)
    until = after + timedelta(days=data.draw(st.integers(0, 40)))
    middle = after + (until - after) * data.draw(st.floats(0, 1))
    whole = walked.between(after, until)
    assert walked.between(after, middle) + walked.between(middle, until) == whole
    assert (walked.after(after) == whole[0]) if whole else True


@pytest.mark.parametrize(
    ("words", "english", "dutch"),
    [
        ("every monday 08:00", "every week on Monday at 08:00", "elke week op maandag om 08:00"),
        (
            "first working day of the month 09:00",
            "every month on the first working day at 09:00",
            "elke maand op de eerste werkdag om 09:00",
        ),
        ("yearly on 1 march 09:00", "every year on 1 March at 09:00", "elk jaar op 1 maart om 09:00"),
        (
            "last day of the month",
            "every month on the last day at 08:00",
            "elke maand op de laatste dag om 08:00",
        ),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=3", "FREQ=WEEKLY;BYDAY=MO;COUNT=3", "FREQ=WEEKLY;BYDAY=MO;COUNT=3"),
    ],
)
def test_a_rule_is_told_back_in_words(words, english, dutch):
    understood = understand(words)
    assert told(understood.rrule, understood.shift) == english
    i18n.use("nl")
    try:
        assert told(understood.rrule, understood.shift) == dutch
    finally:
        i18n.use("en")


@given(st.text(st.sampled_from("every elke monday 1 2 : first = ; FREQ DAILY BY"), max_size=40))
def test_any_words_are_a_rule_or_a_sentence(words):
    said = ""
    try:
        understood = understand(words)
    except Usage as error:
        said = error.message
    assert said or (parts(understood.rrule)["FREQ"] and told(understood.rrule, understood.shift))
