"""The rule files: every mistake is told with its file, its line and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from otui.domain.rules import Rules
from otui.errors import BadFile

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


def with_change(name: str, old: str, new: str) -> dict[str, str]:
    assert SHIPPED[name].count(old) >= 1, "the shipped file no longer says so"
    return {**SHIPPED, name: SHIPPED[name].replace(old, new, 1)}


def mistake(texts: dict[str, str]) -> BadFile:
    with pytest.raises(BadFile) as caught:
        Rules.parse(texts)
    return caught.value


def line_of(text: str, words: str) -> int:
    """Return the line on which `words` stand last, counted from 1."""
    return text[: text.rindex(words)].count("\n") + 1


MISTAKES = [
    ("sla", 'calendar = "office" ', 'calendar = "ofice" ', "expected one of the calendars: office, always"),
    ("sla", "warn_percent = 75", "warn_percent = 100", "whole number from 0 to 99"),
    ("sla", "warn_percent = 75", "warn_procent = 75", "expected 'warn_percent'"),
    ("sla", '= "5 min"', '= "5"', "a duration of working time"),
    ("sla", 'locked_tickets = "owner"', 'locked_tickets = "all"', "one of owner, read"),
    ("sla", "default_urgency = 2", "default_urgency = 3", "one of the factors 1, 2, 4, 8"),
    ("sla", "reopen_days = 14", 'reopen_days = "14"', "whole number"),
    ("sla", "factor = 2", "factor = 1", "factor 1 is there twice"),
    ("sla", "factor = 2", "factor = true", "whole number"),
    ("sla", 'name = "HIGH"', 'name = ""', "a text between quotes"),
    ("sla", 'name = "HIGH"', 'name = "urgent"', "two levels"),
    ("sla", "values = [32, 16]", "values = [32, 16, 5]", "5 is not impact times urgency"),
    ("sla", "values = [32, 16]", "values = [32, 16, 64]", "64 is in URGENT already"),
    ("sla", "values = [32, 16]", "values = []", "list of whole numbers"),
    ("sla", "values = [32, 16]", "values = 32", "list of whole numbers"),
    ("sla", 'respond = "2 h"', 'respond = "2 days"', "a duration of working time"),
    ("sla", 'respond = "2 h"', "respond = 2", "a duration of working time"),
    ("sla", 'escalate = "3 h"', 'escalate = "4 h 1 min"', "expected a shorter time than to resolve"),
    ("sla", 'escalate = "3 h"', 'escalat = "3 h"', "'escalate' is missing"),
    ("calendar", 'timezone = "Europe/Amsterdam"', 'timezone = "Amsterdam"', "Unknown timezone"),
    ("calendar", 'fri = [["08:00", "17:30"]]', 'fri = [["17:30", "08:00"]]', "closes before it opens"),
    ("calendar", 'fri = [["08:00", "17:30"]]', 'vri = [["08:00", "17:30"]]', "mon, tue"),
    ("calendar", 'holidays = "nl"', 'holidays = "be"', "one of the lists of holidays: nl"),
    ("calendar", '2026-05-14 = "', '2026-02-30 = "', "no date"),
    ("calendar", "[calendar.always]", "[calender.always]", "expected 'calendar'"),
    ("queues", "line = 1", "line = 4", "whole number from 1 to 3"),
    ("queues", 'parent = "Second line"', 'parent = "Second lin"', "expected one of the queues"),
    ("queues", 'calendar = "always"', 'calendar = "allways"', "office, always"),
    ("queues", 'name = "Network"', 'name = "workplace"', "two queues"),
    ("queues", 'lock_lapse = "30 min"', 'lock_lapse = "soon"', "a duration of working time"),
    ("queues", "default = true", 'default = "yes"', "true or false"),
    ("queues", 'name = "Servers"', 'naam = "Servers"', "'name' is missing"),
]


@pytest.mark.parametrize(("name", "old", "new", "words"), MISTAKES)
def test_a_mistake_is_told_with_file_line_and_what_was_expected(
    name: str, old: str, new: str, words: str
) -> None:
    texts = with_change(name, old, new)
    error = mistake(texts)
    assert words in error.message
    place = SHIPPED[name].index(old)
    expected = SHIPPED[name][:place].count("\n") + 1
    if "is missing" in words:
        # There is no line for what is missing: the table it belongs to.
        expected = line_of(texts[name][:place], "[[")
    assert (error.file, error.line) == (f"{name}.toml", expected)
    assert str(error).startswith(f"{name}.toml:{expected}: ")


def test_a_value_that_no_level_has_is_told_at_its_table() -> None:
    error = mistake(with_change("sla", "values = [8, 4, 2]", "values = [8, 2]"))
    assert "No level has the value 4" in error.message
    assert error.line == line_of(SHIPPED["sla"], "[[table]]")


def test_levels_out_of_order_are_refused() -> None:
    texts = with_change("sla", "values = [8, 4, 2]", "values = [1]")
    texts["sla"] = texts["sla"][::-1].replace("]1[ = seulav", "]2 ,4 ,8[ = seulav", 1)[::-1]
    assert "expected the most urgent level first" in mistake(texts).message


def test_a_table_that_no_ticket_can_reach_is_refused() -> None:
    unconditional = TABLES.replace(
        'customer = ["De Linden", "Beuk"]\nqueue = "Second line"\nkind = "incident"\n', ""
    )
    texts = with_change("sla", '\n[[table]]\nname = "Standard"\n', unconditional)
    error = mistake(texts)
    assert "expected it last" in error.message
    assert error.line == line_of(texts["sla"][: texts["sla"].index("Phones of")], "[[table]]")


def test_a_last_table_with_a_condition_is_refused() -> None:
    texts = with_change("sla", 'name = "Standard"\n', 'name = "Standard"\nkind = "incident"\n')
    assert "without a condition" in mistake(texts).message


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('queue = "Nowhere"', "queues"),
        ('kind = "problem"', "incident, request"),
        ('calendar = "x"', "calendars"),
    ],
)
def test_a_table_names_what_exists(line: str, words: str) -> None:
    texts = with_change("sla", 'name = "Standard"\n', f'name = "Standard"\n{line}\n')
    error = mistake(texts)
    assert words in error.message
    assert texts["sla"].splitlines()[error.line - 1] == line


def test_two_tables_of_one_name_are_refused() -> None:
    texts = with_change(
        "sla", '\n[[table]]\nname = "Standard"\n', TABLES.replace("Phones of De Linden", "standard")
    )
    assert "two tables" in mistake(texts).message


def test_a_queue_below_itself_is_refused() -> None:
    texts = with_change("queues", 'name = "Second line"\n', 'name = "Second line"\nparent = "Network"\n')
    error = mistake(texts)
    assert "below itself" in error.message
    assert texts["queues"].splitlines()[error.line - 1] == 'parent = "Network"'


def test_exactly_one_queue_takes_new_tickets() -> None:
    assert (
        "No queue takes new tickets"
        in mistake(with_change("queues", "default = true", "default = false")).message
    )
    texts = with_change("queues", 'name = "Network"\n', 'name = "Network"\ndefault = true\n')
    error = mistake(texts)
    assert "First line takes new tickets already" in error.message
    assert error.line == line_of(texts["queues"], "default = true")


def test_no_line_is_left_out() -> None:
    queues = '[[queue]]\nname = "A"\nline = 1\ndefault = true\n[[queue]]\nname = "B"\nline = 3\n'
    assert "No queue is of line 2" in mistake({**SHIPPED, "queues": queues}).message


@pytest.mark.parametrize(
    ("name", "words"), [("queues", "[[queue]]"), ("calendar", "[calendar.office]"), ("sla", "[[")]
)
def test_an_empty_file_says_what_it_lacks(name: str, words: str) -> None:
    error = mistake({**SHIPPED, name: ""})
    assert error.file == f"{name}.toml"
    assert words in error.message


def test_a_file_that_is_not_there_is_named() -> None:
    assert str(mistake({"sla": "", "calendar": SHIPPED["calendar"]})).startswith("queues.toml: ")


def test_broken_toml_is_told_with_its_line() -> None:
    texts = with_change("sla", 'respond = "2 h"', "respond = 2 h")
    error = mistake(texts)
    assert error.line == line_of(texts["sla"][: texts["sla"].index("respond = 2 h") + 1], "r")
    assert "no TOML" in error.message
    assert mistake({**SHIPPED, "sla": 'a = "'}).line == 1


def test_a_file_saved_with_a_byte_order_mark_is_read() -> None:
    assert Rules.parse({name: "\ufeff" + text.replace("\n", "\r\n") for name, text in SHIPPED.items()}).queues


def test_lines_are_found_behind_lists_that_look_like_headers() -> None:
    texts = with_change(
        "calendar",
        'fri = [["08:00", "17:30"]]',
        'fri = [\n  # a comment with a [bracket\n  ["08:00", "12:00"],\n  ["12:30", "17:30"],\n]\n'
        'sat = [["9", "12:00"]]',
    )
    error = mistake(texts)
    assert texts["calendar"].splitlines()[error.line - 1] == 'sat = [["9", "12:00"]]'
