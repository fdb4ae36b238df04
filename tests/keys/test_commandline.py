"""The `:` line: understood in two languages, and answered with the form where it is not."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otui.errors import Usage
from otui.keys.commandline import parse
from otui.keys.completion import complete
from otui.keys.forms import forms
from otui.text import i18n

COLUMNS = (
    "due",
    "level",
    "created",
    "changed",
    "number",
    "subject",
)

DESK = {
    "queue": lambda _typed: ["First line", "First", "Network", "Workplace"],
    "agent": lambda _typed: ["anna", "bob"],
}


@pytest.fixture
def dutch() -> Iterator[None]:
    i18n.use("nl")
    yield
    i18n.use("en")


@pytest.mark.parametrize(
    ("line", "action_id", "values"),
    [
        (":take", "ticket.take", {}),
        ("take", "ticket.take", {}),
        (":move Network reason words", "ticket.move", {"queue": "Network", "reason": "reason words"}),
        (':move "Second line" router', "ticket.move", {"queue": "Second line", "reason": "router"}),
        (":move First line it's theirs", "ticket.move", {"queue": "First line", "reason": "it's theirs"}),
        (":move first linear", "ticket.move", {"queue": "first", "reason": "linear"}),
        (":mov Network", "ticket.move", {"queue": "Network"}),
        (":verplaats Network", "ticket.move", {"queue": "Network"}),
        (":wait morgen 9", "ticket.wait", {"when": "morgen 9"}),
        (":wacht contact", "ticket.wait", {"when": "contact"}),
        (":wacht derde", "ticket.wait", {"when": "third-party"}),
        (":wait 24-11 9:00", "ticket.wait", {"when": "24-11 9:00"}),
        (":assign bob", "ticket.assign", {"agent": "bob"}),
        (":level 8 4", "ticket.priority", {"impact": "8", "urgency": "4"}),
        (":niveau 1 1", "ticket.priority", {"impact": "1", "urgency": "1"}),
        (":kind req", "ticket.kind", {"kind": "request"}),
        (":soort vraag", "ticket.kind", {"kind": "request"}),
        (":soort storing", "ticket.kind", {"kind": "incident"}),
        (":solve It's back; restarted the router", "ticket.resolve", {"text": "It's back; restarted the router"}),
        (':note "said: later"', "ticket.note", {"text": "said: later"}),
        (":line-up needs a specialist", "ticket.line_up", {"reason": "needs a specialist"}),
        (":line 2", "go.line2", {}),
        (":sort due", "sort.due", {}),
        (":sort  d", "sort.due", {}),
        (":sorteer onderwerp", "sort.subject", {}),
        (":copy number", "copy.number", {}),
        (":view 7", "view.saved7", {}),
        (":save-view 5 Mine in Breda", "view.save", {"digit": "5", "name": "Mine in Breda"}),
        (":1042-33", "go.ticket", {"number": "1042-33"}),
        (":ticket 1042-33", "go.ticket", {"number": "1042-33"}),
        (":LANGUAGE Nederlands", "app.language", {"language": "nl"}),
        (":q", "app.quit", {}),
        (":move", "ticket.move", {}),
    ],
)  # fmt: skip
def test_understands(line: str, action_id: str, values: dict[str, str]) -> None:
    command = parse(line, DESK)
    assert (command.action.id, command.values) == (action_id, values)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "The command line is empty."),
        (" : ", "The command line is empty."),
        (":tkae", "There is no command tkae. Did you mean take?"),
        (":xyzzy", "There is no command xyzzy. Tab shows what there is."),
        (":mo Network", "mo can be several commands. Choose one of: move, mouse."),
        (":sort", "sort is not a whole command. Choose one of: sort due, sort level,"),
        (":line 9", "line 9 is not a whole command. Choose one of: line 1, line 2, line 3."),
        (":take it", "it is too much here. The form is: :take"),
        (":level 8", "Still to come: the urgency: 1, 2, 4 or 8. The form is: :level IMPACT URGENCY"),
        (":level 8 3", "3 is not the urgency: 1, 2, 4 or 8. The form is: :level IMPACT URGENCY"),
        (":level 8 4 2", "2 is too much here."),
        (":kind thing", "thing is not incident or request. The form is: :kind KIND"),
        (":save-view 4 x", "4 is not a digit from 5 to 9. The form is: :save-view DIGIT [NAME]"),
        (':move "First line', "A quote is opened and not closed."),
    ],
)
def test_answers_with_what_was_expected(line: str, said: str) -> None:
    with pytest.raises(Usage) as caught:
        parse(line, DESK)
    assert said in str(caught.value)


def test_every_form_is_understood_by_each_of_its_names() -> None:
    """Also while another language is spoken than that of the name."""
    example = {"impact": "8", "urgency": "4", "digit": "5", "kind": "incident", "language": "nl"}
    for form in forms():
        for phrase in form.phrases:
            values = {argument.kind: example.get(argument.kind, "word") for argument in form.arguments}
            command = parse(" ".join([":", *phrase, *values.values()]))
            assert (command.action, command.values) == (form.action, values)


@given(st.text(max_size=60))
def test_any_line_is_understood_or_answered(line: str) -> None:
    with contextlib.suppress(Usage):
        assert parse(line, DESK).action.command
    assert all(candidate.word for candidate in complete(line, DESK))


@given(st.text(max_size=60).map(str.strip).filter(lambda text: text and '"' not in text))
def test_the_rest_of_a_line_is_taken_as_it_is(text: str) -> None:
    assert parse(f":note {text}").values == {"text": text}


def lines(typed: str) -> list[str]:
    return [candidate.line for candidate in complete(typed, DESK)]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (":mo", [":move ", ":mouse"]),
        (":take", [":take"]),
        (":sort", [f":sort {c}" for c in COLUMNS]),
        (":sort ", [f":sort {c}" for c in COLUMNS]),
        (":sort n", [":sort number"]),
        (":verpl", [":verplaats "]),
        (":move ", [':move "First line"', ":move First", ":move Network", ":move Workplace"]),
        (":move n", [":move Network", ':move "First line"']),
        (":move First l", [':move "First line"']),
        (':move "First l', [':move "First line"']),
        (":move Network ", []),
        (":assign b", [":assign bob"]),
        (":assign bob ", []),
        (":level ", [":level 1", ":level 2", ":level 4", ":level 8"]),
        (":level 8 ", [":level 8 1", ":level 8 2", ":level 8 4", ":level 8 8"]),
        (":wait tom", [":wait tomorrow 9"]),
        (":take x", []),
        (":xyzzy", []),
        (":xyzzy a", []),
    ],
)
def test_offers_what_may_come_next(typed: str, offered: list[str]) -> None:
    assert lines(typed) == offered


def test_an_empty_line_offers_commands_with_their_titles() -> None:
    offered = complete(":", {})
    assert (offered[0].line, offered[0].word, offered[0].about) == (":take", "take", "Take")


def test_what_is_offered_is_understood() -> None:
    for typed in (":", ":m", ":move ", ":move w", ":level 8 ", ":sort ", ":kind "):
        for candidate in complete(typed, DESK):
            if not candidate.line.endswith(" "):
                parse(candidate.line, DESK)


@pytest.mark.usefixtures("dutch")
def test_dutch_names_come_first_when_dutch_is_spoken() -> None:
    assert complete(":v", {})[0].word != "view 5"
    assert ":verplaats " in lines(":v")
    assert lines(":mov") == [":move "]
    assert parse(":move Network").action.id == "ticket.move"
    assert str(next(form for form in forms() if form.action.id == "ticket.take")) == ":neem"
