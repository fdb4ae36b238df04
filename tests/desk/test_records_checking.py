"""Problems and their like that are not as they must be: told in words, and mended where nothing is lost by it."""

from __future__ import annotations

import pytest

from desk.conftest import Shift
from otui.desk import checking
from otui.desk.records import acts, notes
from otui.desk.records.notes import NoteOn
from otui.desk.unit import Unit


def _problem(unit: Unit, subject: str) -> str:
    values = {
        "number": acts.numbered(unit, "problem"),
        "subject": subject,
        "step": "new",
        "queue_id": 1,
        "version": 0,
    }
    record = unit.add("problem", {**values, "created_at": unit.now, "updated_at": unit.now, "extra": {}})
    acts.done(unit, "new", record, "made")
    return str(record.number)


def _said(shift: Shift) -> list[str]:
    return [one.sentence for one in checking.look(shift.desk("ada").database, shift.clock, every=True)]


def test_a_sound_desk_has_no_findings(shift: Shift) -> None:
    number = shift.desk().call(_problem, "Mail stands still")
    shift.do(notes.note, NoteOn(kind="problem", ref=number, body="Since the update."))
    assert _said(shift) == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE problem SET version = 9", "history of the problem P"),
        ("DELETE FROM record_word", "found by words is wrong of 1 record"),
        (
            "INSERT INTO record_word (record, word, record_id) VALUES ('problem', 'x', 99)",
            "wrong of 1 record",
        ),
        (
            "INSERT INTO tie (record, record_id, kind, other, other_id, created_at)"
            " VALUES ('problem', 1, 'incident', 'ticket', 99, 0)",
            "names a ticket (99) that is not there",
        ),
        (
            "INSERT INTO tie (record, record_id, kind, other, other_id, created_at)"
            " VALUES ('weather', 1, 'incident', 'problem', 1, 0)",
            "does not know: weather",
        ),
        (
            "INSERT INTO task (record, record_id, subject, created_at) VALUES ('change', 7, 'x', 0)",
            "names a change (7)",
        ),
        ("UPDATE ticket SET state = 'waiting-problem', waits_for_id = 99", "there is none that it waits for"),
        (
            "INSERT INTO act (at, verb, about) VALUES (0, 'fix', 'problem 1')",
            "problem 1 is not in its history",
        ),
    ],
)
def test_what_is_wrong_is_told(shift: Shift, harm: str, said: str) -> None:
    shift.new()
    shift.desk().call(_problem, "Mail stands still")
    shift.desk("ada").database.write(lambda writer: writer.execute(harm)).result()
    assert any(said in sentence for sentence in _said(shift)), _said(shift)


def test_words_are_made_anew(shift: Shift) -> None:
    shift.desk().call(_problem, "Mail stands still")
    database = shift.desk("ada").database
    before = database.read().all("SELECT word, weight FROM record_word ORDER BY word")
    assert ("mail", 8) in before
    database.write(lambda writer: writer.execute("UPDATE record_word SET record_id = 99")).result()
    checking.mend(database, shift.clock)
    assert database.read().all("SELECT word, weight FROM record_word ORDER BY word") == before
    assert _said(shift) == []
