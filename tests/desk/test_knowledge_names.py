"""Whose ticket it was does not stay in an article that is made of it."""

from __future__ import annotations

from typing import Any

from knowledge_cases import look
from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.knowledge import steps, writing
from otui.desk.knowledge.commands import EditArticle, FromTicket, MoveArticle

Shift = Any


def answered(shift: Shift, answer: str) -> str:
    """Make an article of a ticket of Anna de Wit, who speaks Dutch, with this answer."""
    number = shift.new("Printer jams", body="It jams. Regards, Anna de Wit")
    words = (
        "UPDATE contact SET name = 'Anna de Wit', lang = 'nl', phone = '06-1234 5678' WHERE email = :email"
    )
    shift.desk().call(lambda unit: unit.writer.execute(words, {"email": "anna@example.org"}))
    shift.do(tickets.reply, c.Reply(ticket=number, body=answer))
    return str(shift.do(writing.from_ticket, FromTicket(ticket=number)).number)


def test_placeholders_stand_for_the_people_of_the_ticket(shift: Shift):
    me = shift.desk().read(lambda view: view.agent.name)
    number = answered(
        shift,
        f"Dear Anna,\n\nI rang Anna de Wit on 0612345678 and wrote to anna@example.org. Annabel waits.\n\n{me}",
    )
    found = look(shift, number)
    assert found.solution == (
        "Dear {{contact.first_name}},\n\nI rang {{contact.name}} on {{contact.phone}} and wrote to"
        " {{contact.email}}. Annabel waits.\n\n{{agent.name}}"
    )
    assert "Anna" not in found.body
    assert found.body.startswith("## Vraag")


def test_who_lets_customers_read_a_name_is_warned(shift: Shift):
    number = answered(shift, "Open the flap.")
    shift.do(writing.edit, EditArticle(ref=number, audience="customers"))
    assert "Anna" not in shift.do(steps.submit, MoveArticle(ref=number)).said
    other = answered(shift, "Open the flap.")
    shift.do(writing.edit, EditArticle(ref=other, audience="customers", body="Ask Anna de Wit."))
    assert "Anna de Wit" in shift.do(steps.submit, MoveArticle(ref=other)).said
