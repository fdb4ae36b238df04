"""What contacts read of a problem: in their own language, filled in, and once."""

from __future__ import annotations

import pytest
from tests.desk.test_problems import bodies, make, to_fix, wait, write

from otui.desk import commands as c
from otui.desk import undo
from otui.desk.problems import commands as p
from otui.desk.problems import telling
from otui.errors import Refused


def speaks(shift, email, lang):
    words = "UPDATE contact SET lang = :lang WHERE email = :email"
    shift.desk().call(lambda unit: unit.writer.execute(words, {"lang": lang, "email": email}))


def test_each_contact_is_told_in_their_own_language(shift):
    english, dutch = shift.new("One"), shift.new("Two", contact="piet@example.org")
    speaks(shift, "piet@example.org", "nl")
    number = make(shift, english, dutch)
    for one in (english, dutch):
        wait(shift, one, number)
    to_fix(shift, number)
    shift.do(telling.tell_workaround, p.Tell(ref=number))
    assert "we know of the cause" in bodies(shift, english, "reply")[0]
    assert "Beste" in bodies(shift, dutch, "reply")[0]
    assert "we know of the cause" not in bodies(shift, dutch, "reply")[0]
    found = shift.desk().read(telling.preview, number, "resolve")
    assert [one.lang for one in found.reads] == ["en", "nl"]
    shift.do(telling.resolve_problem, p.Tell(ref=number))
    assert "is taken away" in bodies(shift, english, "reply")[1]
    assert "is taken away" not in bodies(shift, dutch, "reply")[1]


def test_the_preview_is_filled_in_and_the_note_holds_the_workaround_itself(shift):
    one = shift.new()
    number = make(shift, one)
    write(shift, number, workaround="Ask for {{ticket.number}} at the other gate.")
    (read,) = shift.desk().read(telling.preview, number, "tell-workaround").reads
    assert "{{" not in read.text
    assert f"Dear {read.contact}" in read.text
    shift.do(telling.tell_workaround, p.Tell(ref=number))
    assert bodies(shift, one, "reply") == [read.text]
    assert bodies(shift, one, "note")[0].endswith(f"\n\nAsk for {one} at the other gate.")


def test_the_same_workaround_is_told_once(shift):
    first = shift.new()
    number = make(shift, first)
    write(shift, number, workaround="Use the other gate, {{contact.name|you}}.")
    shift.do(telling.tell_workaround, p.Tell(ref=number))
    with pytest.raises(Refused, match="already"):
        shift.do(telling.tell_workaround, p.Tell(ref=number))
    shift.do(undo.undo, c.Undo())
    assert not shift.desk().read(telling.preview, number, "tell-workaround").told, "an undo took it back"
    shift.do(telling.tell_workaround, p.Tell(ref=number))
    second = shift.new("Another")
    wait(shift, second, number)
    found = shift.desk().read(telling.preview, number, "tell-workaround")
    assert [one.number for one in found.tickets if one.id in found.told] == [first]
    said = shift.do(telling.tell_workaround, p.Tell(ref=number, known=found.known)).said
    assert "1 ticket" in said
    assert [len(bodies(shift, one, "reply")) for one in (first, second)] == [1, 1]
    write(shift, number, workaround="Stay at home.")
    shift.do(telling.tell_workaround, p.Tell(ref=number))
    assert [len(bodies(shift, one, "reply")) for one in (first, second)] == [2, 2]
