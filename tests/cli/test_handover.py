"""`otui handover`: what one leaves, to whom, and what others left."""

from __future__ import annotations


def test_a_shift_is_handed_over(otui, ticket):
    number, other = ticket(), ticket()
    for one in (number, other):
        assert otui("--as", "bea", "ticket", "take", one).code == 0
    shown = otui("--as", "bea", "handover", "show", "--json").json
    assert {(row["number"], row["kind"]) for row in shown} == {(number, "mine"), (other, "mine")}
    done = otui("--as", "bea", "handover", "give", number, "--to", "cas", "--words", "Good luck", "--json")
    assert [(row["number"], row["owner"]) for row in done.json] == [(number, "cas")]
    (new,) = otui("--as", "cas", "handover", "list", "--new", "--json").json
    assert (new["number"], new["from"], new["to"], new["to_all"]) == (number, "bea", "cas", "Good luck")
    assert "1 hand-over is read." in otui("--as", "cas", "handover", "list", "--read").out
    assert otui("--as", "cas", "handover", "list", "--new", "--json").json == []
    assert otui("--as", "bea", "handover", "give", "--free").code == 0
    assert otui("--as", "bea", "handover", "show", "--json").json == []


def test_bad_input_is_told(otui, ticket):
    number = ticket()
    otui("--as", "bea", "ticket", "take", number)
    assert otui("--as", "bea", "handover", "give").code == 2
    assert otui("--as", "bea", "handover", "give", "--to", "cas", "--free").code == 2
    assert otui("--as", "bea", "handover", "give", "9999-9", "--to", "cas").code == 2
    assert otui("--as", "bea", "handover", "give", "--to", "bea").code == 1
    assert otui("--as", "bea", "handover", "give", "--to", "zoe").code == 1
    assert otui("--as", "cas", "handover", "give", "--to", "bea").code == 1
