"""Contacts, customers, agents and queues: found as typed, made on the fly."""

from __future__ import annotations

import pytest

from otui.desk import commands as c
from otui.desk import people, queues, tickets
from otui.desk.views import people as views
from otui.errors import NotFound, Refused, Usage


@pytest.mark.parametrize(
    ("typed", "name", "email"),
    [
        ("Anna de Wit <anna@example.org>", "Anna de Wit", "anna@example.org"),
        ('"Wit, Anna de" <anna@example.org>', "Wit, Anna de", "anna@example.org"),
        ("<anna@example.org>", "anna", "anna@example.org"),
        ("anna.de_wit@example.org", "Anna De Wit", "anna.de_wit@example.org"),
        ("Anna", "Anna", ""),
    ],
)
def test_a_person_is_understood_as_typed(typed, name, email):
    assert people.split_address(typed) == (name, email)


def test_a_contact_who_is_known_is_not_made_again(shift):
    shift.new(contact="Anna de Wit <anna@example.org>")
    shift.new(contact="ANNA@example.org")
    shift.new(contact="anna de wit")
    assert shift.value("SELECT count(*) FROM contact") == 1


def test_a_contact_has_open_and_former_tickets(shift):
    one, two, three = shift.new("One"), shift.new("Two"), shift.new("Three")
    shift.do(tickets.close, c.Close(ticket=two))
    this = shift.row(three)
    contact = shift.desk("bea").read(views.contact, this["contact_id"], but=this["id"])
    assert [link.number for link in contact.open_tickets] == [one]
    assert [link.number for link in contact.former_tickets] == [two]
    assert (contact.open_count, contact.former_count) == (1, 1)


def test_people_are_found_by_every_word_in_any_field(shift):
    shift.new(contact="Anna de Wit <anna@example.org>", contact_phone="020-123", customer="Acme 100%")
    shift.new(contact="Bob <bob@example.org>", customer="Other")

    def names(words):
        return [row.name for row in shift.desk("bea").read(views.find_contacts, words)]

    assert names("") == ["Bob", "Anna de Wit"]
    assert names("wit ann") == ["Anna de Wit"]
    assert names("acme 020") == ["Anna de Wit"]
    assert names("100%") == ["Anna de Wit"]
    assert names("_") == []
    assert names("anna bob") == []


def test_customers_tell_contacts_and_open_tickets(shift):
    shift.new(contact="Anna <anna@example.org>", customer="Acme")
    shift.do(tickets.close, c.Close(ticket=shift.new(contact="anna@example.org")))
    (row,) = shift.desk("bea").read(views.find_customers)
    assert (row.name, row.contacts, row.open_tickets) == ("Acme", 1, 1)


def test_the_same_customer_contact_agent_or_queue_twice_is_refused(shift):
    desk = shift.desk("ada")
    desk.call(people.new_customer, "Acme")
    desk.call(lambda unit: people.new_contact(unit, name="Anna", email="anna@example.org"))
    desk.call(people.new_agent, "eve", "Eve")
    desk.call(people.new_queue, "VIP")
    desk.refresh()
    for again in (
        lambda unit: people.new_customer(unit, "ACME"),
        lambda unit: people.new_contact(unit, name="Other", email="Anna@Example.org"),
        lambda unit: people.new_agent(unit, "Eve", "Other"),
        lambda unit: people.new_queue(unit, "vip"),
        lambda unit: people.new_customer(unit, " "),
        lambda unit: people.new_queue(unit, ""),
    ):
        with pytest.raises(Refused):
            desk.call(again)


def test_an_address_that_is_none_is_refused(shift):
    with pytest.raises(Usage):
        shift.desk("bea").call(lambda unit: people.new_contact(unit, name="Anna", email="anna at example"))


def test_an_agent_is_on_the_queues_of_their_line_or_on_those_named(shift):
    desk = shift.desk("ada")
    desk.call(people.new_agent, "eve", "Eve", line=3)
    desk.call(people.new_agent, "finn", "Finn", queues=("Network",))
    desk.refresh()
    queues = desk.directory.queues

    def lines(login):
        return {queues[one].line for one in desk.directory.agent(login).queues}

    assert lines("eve") == {3}
    assert [queues[one].name for one in desk.directory.agent("finn").queues] == ["Network"]
    with pytest.raises(NotFound):
        desk.call(people.new_agent, "gus", "Gus", queues=("Nowhere",))


def test_a_queue_has_a_line_a_parent_and_a_calendar_that_exist(shift):
    desk = shift.desk("ada")
    desk.call(people.new_queue, "Printers", line=2, parent="Second line", calendar="always")
    desk.refresh()
    made = desk.directory.queue("Printers")
    assert (made.line, desk.directory.queues[made.parent_id].name) == (2, "Second line")
    assert made.id in desk.directory.subtree(desk.directory.queue("Second line").id)
    for values, error in (
        ({"line": 4}, Usage),
        ({"calendar": "lunar"}, Usage),
        ({"parent": "Nowhere"}, NotFound),
    ):
        with pytest.raises(error):
            desk.call(people.new_queue, "Other", **values)


def test_a_customer_whom_a_confidential_queue_knew_keeps_what_was_written_of_it(shift):
    shift.desk("ada").call(queues.new_queue, "Vault")
    shift.do(queues.queue_team, queues.QueueTeam(queue="Vault", join=("bea",)), "ada")
    shift.do(queues.change_queue, queues.ChangeQueue(queue="Vault", confidential=True), "ada")
    shift.new("Not for all", queue="Vault", contact="Piet <piet@acme.example>", customer="Acme")

    def write(unit):
        (acme,) = unit.load_all("customer", "name = 'Acme'", {})
        acme.phone, acme.note = "030-1234567", "Ask for Piet."
        unit.flush()

    shift.desk("bea").call(write)
    shift.desk("cas").call(people.new_customer, "Acme", "030-7654321")
    assert shift.all("SELECT name, phone, note, known_in_id FROM customer WHERE name = 'Acme'") == [
        ("Acme", "030-7654321", "Ask for Piet.", None)
    ]
