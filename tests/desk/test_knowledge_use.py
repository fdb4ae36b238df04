"""What is known is found, put into replies, counted, and applied to many tickets in one stroke that undo takes back."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from knowledge_cases import look, published, write
from otui.desk import commands as c
from otui.desk import tickets, undo
from otui.desk.knowledge import steps, using, writing
from otui.desk.knowledge.commands import ApplySolution, EditArticle, Helped, MoveArticle
from otui.desk.views import known, solutions
from otui.errors import Conflict, NotFound, OtuiError, Refused

Shift = Any


def use(shift: Shift, ticket: str, article: str, login: str = "bea", **values: Any) -> None:
    """Send a reply with an article's solution in it."""
    row = look(shift, article, login).row
    shift.do(tickets.reply, c.Reply(ticket=ticket, body="Do this.", used=(row.id,), **values), login)


def found(shift: Shift, ticket: str, text: str = "", login: str = "bea") -> list[str]:
    return [one.subject for one in shift.desk(login).read(known.for_ticket, ticket, text)]


# -- finding -----------------------------------------------------------------------------------------------------------


def test_the_best_three_for_a_ticket_come_with_why_they_fit(shift: Shift):
    jams = ("Printer jams on tray two", "Tray two jams", "Printer jams", "Printer tray", "Tray two")
    for subject in (*jams, "VPN is down"):
        published(shift, subject)
    published(shift, "Cellar", body="There is a printer, and a tray.")
    ticket = shift.new("Printer jams again", body="Paper in tray two is stuck.")
    best = shift.desk().read(known.for_ticket, ticket)
    assert len(best) == 3
    assert best[0].subject == "Printer jams on tray two"
    assert set(best[0].words) == {"printer", "jams", "tray", "two"}
    assert best[0].why.startswith("printer, jams")
    more = shift.desk().read(known.for_ticket, ticket, limit=20)
    assert {one.subject for one in more} == set(jams)  # the cellar is too faint beside them


def test_only_what_is_published_is_offered(shift: Shift):
    draft = write(shift, "Printer jams")
    ticket = shift.new("Printer jams")
    assert found(shift, ticket) == []
    shift.do(steps.submit, MoveArticle(ref=draft))
    assert found(shift, ticket) == []
    gone = published(shift, "Printer jams too")
    assert found(shift, ticket) == ["Printer jams too"]
    shift.do(steps.retire, MoveArticle(ref=gone, reason="Old."))
    assert found(shift, ticket) == []


def test_one_common_word_in_a_text_is_no_reason(shift: Shift):
    published(shift, "Toner", body="The cellar has spare cables.")
    assert found(shift, shift.new("Cables", body="Where are they?")) == []


def test_everyday_words_of_a_service_desk_are_no_reason(shift: Shift):
    published(shift, "Melding bij openen van de verbinding")
    ticket = shift.new("Melding vandaag: verbinding openen lukt niet", body="Graag hulp.")
    assert found(shift, ticket) == []


def test_one_word_of_a_title_is_a_reason_where_it_is_rare(shift: Shift):
    for name in ("jams", "fades", "smells", "hums", "blinks"):
        published(shift, f"Printer {name}")
    assert found(shift, shift.new("Printer", body="Please.")) == []
    assert found(shift, shift.new("It blinks", body="Please.")) == ["Printer blinks"]


def test_what_is_being_written_counts_as_well(shift: Shift):
    published(shift, "Reset the fuser")
    ticket = shift.new("It smells", body="Warm.")
    assert found(shift, ticket) == []
    assert found(shift, ticket, "Please reset the fuser") == ["Reset the fuser"]
    assert [one.subject for one in shift.desk().read(known.for_text, "fuser?")] == ["Reset the fuser"]


def test_the_same_service_fits_without_a_word_in_common(shift: Shift):
    item = shift.desk().call(
        lambda unit: unit.writer.insert(
            "item", {"name": "Payroll", "created_at": unit.now, "updated_at": unit.now}
        )
    )
    published(shift, "Night run", item=item)
    published(shift, "Salaries slow")
    ticket = shift.new("Salaries wait")
    shift.desk().database.write(
        lambda w: w.execute("UPDATE ticket SET item_id = :i WHERE number = :n", {"i": item, "n": ticket})
    ).result()
    best = shift.desk().read(known.for_ticket, ticket)
    assert {one.subject for one in best} == {"Night run", "Salaries slow"}
    (night,) = [one for one in best if one.same_item]
    assert night.why == "about Payroll"
    other = shift.new("Salaries wait too")
    shift.desk().database.write(
        lambda w: w.execute("UPDATE ticket SET item_id = :i WHERE number = :n", {"i": item, "n": other})
    ).result()
    use(shift, other, night.number)
    (night,) = [one for one in shift.desk().read(known.for_ticket, ticket) if one.same_item]
    assert "used 1 time on tickets like it" in night.why


def test_what_helped_comes_before_what_did_not_and_fresh_before_overdue(shift: Shift):
    first, second = published(shift, "Printer jams"), published(shift, "Printer jams")
    ticket = shift.new("Printer jams")

    def order() -> list[str]:
        return [one.number for one in shift.desk().read(known.for_ticket, ticket)]

    assert order() == [second, first]  # alike in all else: the newer one
    other = shift.new("Another")
    use(shift, other, second)
    shift.do(using.helped, Helped(ticket=other, helped=False))
    assert order() == [first, second]
    use(shift, other, first, then="resolve")
    assert order() == [first, second]
    shift.clock.go(days=366)
    shift.do(steps.still_holds, steps.Renew(ref=second))
    assert order() == [second, first]


def test_a_locked_ticket_is_told_by_its_subject_alone(shift: Shift):
    published(shift, "Thornapple in the mail")
    ticket = shift.new("Strange", body="Thornapple came in the mail.")
    shift.do(tickets.take, c.Take(ticket=ticket), "cas")
    assert found(shift, ticket) == []
    assert found(shift, ticket, login="cas") == ["Thornapple in the mail"]


def test_what_is_about_the_same_is_shown_before_another_is_made(shift: Shift):
    write(shift, "Printer jams on the third floor")
    published(shift, "VPN")
    names = [one.subject for one in shift.desk().read(known.alike, "Printer jams, third floor")]
    assert names == ["Printer jams on the third floor"]
    assert shift.desk().read(known.alike, "Printer is offline in Breda") == ()


# -- use ---------------------------------------------------------------------------------------------------------------


def counts(shift: Shift, article: str) -> tuple[int, int]:
    row = look(shift, article).row
    return row.used, row.helped


def test_a_use_is_counted_with_the_reply_and_taken_back_with_it(shift: Shift):
    article = published(shift, "Printer jams")
    ticket = shift.new("Printer jams")
    use(shift, ticket, article)
    assert counts(shift, article) == (1, 0)
    use(shift, ticket, article)
    assert counts(shift, article) == (1, 0)  # the same ticket
    shift.do(undo.undo, c.Undo())
    shift.do(undo.undo, c.Undo())
    assert counts(shift, article) == (0, 0)
    shift.do(undo.redo, c.Redo())
    assert counts(shift, article) == (1, 0)


def test_another_may_use_it_meanwhile_and_undo_still_works(shift: Shift):
    article = published(shift, "Printer jams")
    use(shift, shift.new("One"), article)
    use(shift, shift.new("Two", "cas"), article, "cas")
    shift.do(undo.undo, c.Undo())
    assert counts(shift, article) == (1, 0)


def test_it_helped_where_the_ticket_is_solved_unless_somebody_says_no(shift: Shift):
    article = published(shift, "Printer jams")
    ticket = shift.new("Printer jams")
    use(shift, ticket, article, then="resolve")
    assert counts(shift, article) == (1, 1)
    shift.do(tickets.reopen, c.Reopen(ticket=ticket))
    assert counts(shift, article) == (1, 0)
    shift.do(using.helped, Helped(ticket=ticket, helped=True))
    assert counts(shift, article) == (1, 1)
    shift.do(using.helped, Helped(ticket=ticket, helped=False, article=article))
    shift.do(tickets.resolve, c.Resolve(ticket=ticket))
    assert counts(shift, article) == (1, 0)
    with pytest.raises(Refused, match="No knowledge article"):
        shift.do(using.helped, Helped(ticket=shift.new("Other"), helped=True))


def test_nothing_is_counted_where_the_reply_is_refused(shift: Shift):
    article = published(shift, "Printer jams")
    ticket = shift.new("Printer jams")
    row = look(shift, article).row
    with pytest.raises(Refused, match="still holds"):
        shift.do(tickets.reply, c.Reply(ticket=ticket, body="{{? which}}", used=(row.id,)))
    assert counts(shift, article) == (0, 0)


# -- many at once ------------------------------------------------------------------------------------------------------

SOLUTION = "Dear {{contact.first_name|reader}}, on {{ticket.number}}: open the flap."


def test_a_solution_goes_to_many_tickets_in_one_stroke(shift: Shift):
    article = published(shift, "Printer jams", solution=SOLUTION)
    numbers = [shift.new("Printer jams", contact=name) for name in ("Anna Smit", "Bo Baan", "Kim Vos")]
    ahead = shift.desk().read(solutions.preview, article, numbers)
    assert [one.row.number for one in ahead.reached] == numbers
    for touched in ahead.reached:
        shift.do(
            using.apply,
            ApplySolution(ticket=touched.row.id, article=article, batch="b1", known=ahead.version),
        )
    said = [
        shift.all("SELECT body, withdrawn FROM article WHERE kind = 'reply' ORDER BY id")[n][0]
        for n in range(3)
    ]
    assert said == [touched.text for touched in ahead.reached]
    assert said[0] == f"Dear Anna, on {numbers[0]}: open the flap."
    assert [shift.row(number)["state"] for number in numbers] == ["resolved"] * 3
    assert counts(shift, article) == (3, 3)
    shift.do(undo.undo, c.Undo())
    assert counts(shift, article) == (0, 0)
    assert [shift.row(number)["state"] for number in numbers] == ["new"] * 3


def test_whoever_is_left_out_is_told_why_and_the_verb_agrees(shift: Shift):
    article = published(shift, "Printer jams", solution=SOLUTION)
    good = shift.new("Good")
    locked = shift.new("Locked")
    shift.do(tickets.take, c.Take(ticket=locked), "cas")
    closed = shift.new("Closed")
    shift.do(tickets.close, c.Close(ticket=closed))
    nobody = shift.new("Nobody", contact="")
    resolved = shift.new("Resolved")
    shift.do(tickets.resolve, c.Resolve(ticket=resolved))
    waiting = shift.new("Waiting")
    shift.do(tickets.wait, c.Wait(ticket=waiting, on="contact"))
    ahead = shift.desk().read(solutions.preview, article, [good, locked, closed, nobody, resolved, waiting])
    why = {one.row.subject: one.why_not for one in ahead.tickets}
    assert why == {
        "Good": "",
        "Locked": "cas has it locked.",
        "Closed": "It is closed: reply is not possible.",
        "Nobody": "It has no contact: nobody would hear it.",
        "Resolved": "",
        "Waiting": "",
    }
    for touched in ahead.tickets:
        try:
            shift.do(using.apply, ApplySolution(ticket=touched.row.id, article=article))
            done = True
        except OtuiError:
            done = False
        assert done == (not touched.why_not) or touched.row.subject == "Nobody"


def test_what_was_changed_since_it_was_read_is_not_sent_unseen(shift: Shift):
    article = published(shift, "Printer jams", solution=SOLUTION)
    ticket = shift.new()
    ahead = shift.desk().read(solutions.preview, article, [ticket])
    shift.do(writing.edit, EditArticle(ref=article, solution="Throw it away."), "cas")
    with pytest.raises(Conflict):
        shift.do(using.apply, ApplySolution(ticket=ticket, article=article, known=ahead.version))
    assert shift.row(ticket)["state"] == "new"


def test_a_gap_that_only_an_agent_can_fill_stops_it(shift: Shift):
    article = published(shift, "Printer jams", solution="Your code is {{? code}}.")
    ahead = shift.desk().read(solutions.preview, article, [shift.new()])
    assert ahead.tickets[0].why_not == "It still holds {{? code}}."
    with pytest.raises(Refused, match="nobody"):
        solutions.require_some(ahead)


@pytest.mark.parametrize("then", ["", "resolve"])
def test_only_a_published_article_with_a_solution_goes_out(shift: Shift, then: str):
    ticket = shift.new()
    for article in (write(shift, "Draft"), published(shift, "Empty", solution="", body="Read me.")):
        command = ApplySolution(ticket=ticket, article=article, then=then)
        with pytest.raises(Refused):
            shift.do(using.apply, command)
        with pytest.raises(Refused):
            shift.desk().read(solutions.preview, article, [ticket], then)
    with pytest.raises(NotFound):
        shift.do(using.apply, ApplySolution(ticket=ticket, article="K12345"))


def test_every_order_of_words_gives_the_same_articles(shift: Shift):
    for subject in ("Mail loops", "Mail slow", "VPN slow"):
        published(shift, subject)
    desk = shift.desk()
    answers = {
        tuple(sorted(one.subject for one in desk.read(known.for_text, " ".join(words))))
        for words in itertools.permutations(("mail", "slow", "loops"))
    }
    assert len(answers) == 1
