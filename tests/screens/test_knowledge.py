"""Knowledge by key: beside a reply, put in and counted; sent to marked tickets and taken back in one stroke."""

from __future__ import annotations

from typing import Any

import pytest
from desk_app import Office, Session, open_app, squeezed, text_of

from knowledge_cases import look, published
from otui.desk import commands as c
from otui.desk import tickets
from otui.screens.compose.screen import Composer
from otui.screens.knowledge.markdown import blocks_of
from otui.screens.knowledge.screen import KnowledgeListScreen, KnowledgeScreen
from otui.screens.overview.header import LineOfText
from otui.screens.ticket.screen import TicketScreen
from otui.widgets.blocks import lay_out

SOLUTION = "Dear {{contact.first_name|there}}, open the flap on the left."


def line(session: Session, name: str) -> str:
    return text_of(session.app.screen.query_one(f"#{name}", LineOfText))


async def write_reply(session: Session, subject: str) -> Composer:
    """Open a reply on a ticket, once what is known for it stands there."""
    await session.go_to(subject)
    await session.press("r")
    composer = session.app.screen
    assert isinstance(composer, Composer)
    await session.until(
        lambda: composer._words_then is not None and "known" in line(session, "known0"), "looking up"
    )
    return composer


async def test_what_is_known_stands_beside_the_reply_and_is_put_in_sent_and_counted(office: Office):
    article = published(office, "Mail slow since an update", "cas", "lea", solution=SOLUTION)
    async with open_app(office) as session:
        composer = await write_reply(session, "[EXT] Mail slow since the update")
        assert "Mail slow since an update · mail" in line(session, "known0")
        await session.press("f7")
        assert composer.area.text == "Dear Piet, open the flap on the left."
        await session.press("ctrl+s")
        assert office.articles("[EXT] Mail slow since the update", "reply") == [
            "Dear Piet, open the flap on the left."
        ]
        assert look(office, article, "cas").row.used == 1
        await session.press("z")
        assert look(office, article, "cas").row.used == 0


async def test_words_that_were_taken_out_again_count_for_nothing(office: Office):
    article = published(office, "Mail slow since an update", "cas", "lea", solution=SOLUTION)
    async with open_app(office) as session:
        composer = await write_reply(session, "[EXT] Mail slow since the update")
        await session.press("f7")
        composer.area.text = "We come by."
        await session.press("ctrl+s")
        assert office.articles("[EXT] Mail slow since the update", "reply") == ["We come by."]
        assert look(office, article, "cas").row.used == 0


async def test_which_article_is_in_a_reply_goes_with_its_draft(office: Office):
    article = published(office, "Mail slow since an update", "cas", "lea", solution=SOLUTION)
    async with open_app(office) as session:
        await write_reply(session, "[EXT] Mail slow since the update")
        await session.press("f7", "escape")
        await session.press("r", "ctrl+s")
        assert office.articles("[EXT] Mail slow since the update", "reply") == [
            "Dear Piet, open the flap on the left."
        ]
        assert look(office, article, "cas").row.used == 1


async def test_typing_does_not_draw_again_what_stays_known(office: Office):
    published(office, "Mail slow since an update", "cas", "lea", solution=SOLUTION)
    async with open_app(office) as session:
        await write_reply(session, "[EXT] Mail slow since the update")
        known = session.app.screen.query_one("#known0", LineOfText)
        drawn: list[Any] = []
        known.refresh = lambda *args, **kwargs: drawn.append(args) or known  # type: ignore[method-assign]
        composer = session.app.screen
        assert isinstance(composer, Composer)
        await session.type("Hello there")
        await session.until(lambda: composer._words_then == {"Hello", "there"}, "looking up again")
        await session.settle()
        assert drawn == []


async def test_one_is_looked_at_before_it_is_put_in(office: Office):
    published(office, "Mail slow since an update", "cas", "lea", solution=SOLUTION)
    published(office, "Reset the fuser", "cas", "lea", solution="Pull it out.")
    async with open_app(office) as session:
        composer = await write_reply(session, "[EXT] Mail slow since the update")
        await session.press("f6")
        await session.until(lambda: "open the flap" in session.text(), "looking")
        await session.type("fus")
        await session.until(lambda: "Pull it out" in session.text(), "finding")
        await session.press("enter")
        assert composer.area.text == "Pull it out."


async def test_a_note_is_offered_nothing(office: Office):
    published(office, "Mail slow since an update", "cas", "lea", solution=SOLUTION)
    async with open_app(office) as session:
        await session.go_to("[EXT] Mail slow since the update")
        await session.press("i", "f7")
        assert not session.app.screen.query_one("#known0").display
        assert "goes into a reply" in session.said()[-1]


async def test_a_standard_solution_goes_to_marked_tickets_and_one_undo_takes_it_back(office: Office):
    article = published(office, "Wait for it", "cas", "lea", solution=SOLUTION)
    subjects = ("Printer 3rd floor jams", "Payroll export stops at 99 %", "Till does not open")
    office.do(tickets.take, c.Take(ticket=office.ticket("Cannot print invoices")["id"], over=True), "lea")
    async with open_app(office, size=(100, 30)) as session:
        await session.press("2")
        for subject in (*subjects, "Cannot print invoices"):
            await session.go_to(subject)
            await session.press("space")
        await session.press("X")
        await session.type("wait")
        await session.until(lambda: "open the flap" in session.text(), "finding")
        await session.press("enter", "s")
        shown = squeezed(session.text())
        assert "3 contacts are written to, and their tickets are resolved." in shown
        assert "lea has it locked." in shown
        assert "Dear Anja, open the flap on the left." in shown
        await session.press("ctrl+s")
        assert {office.ticket(subject)["state"] for subject in subjects} == {"resolved"}
        assert office.ticket("Cannot print invoices")["state"] != "resolved"
        assert look(office, article, "cas").row.used == 3
        await session.press("z")
        assert "resolved" not in {office.ticket(subject)["state"] for subject in subjects}
        assert look(office, article, "cas").row.used == 0


async def test_on_one_ticket_it_can_be_written_on(office: Office):
    published(office, "Mail slow since an update", "cas", "lea", solution=SOLUTION)
    async with open_app(office) as session:
        await session.go_to("[EXT] Mail slow since the update")
        await session.press("X", "enter", "e")
        composer = session.app.screen
        assert isinstance(composer, Composer)
        await session.until(lambda: "open the flap" in composer.area.text, "putting it in")
        assert composer.area.text.startswith("Dear Piet")


async def test_an_article_of_a_ticket_in_two_keys_and_the_same_is_shown_first(office: Office):
    async with open_app(office) as session:
        await session.go_to("[EXT] Mail slow since the update")
        await session.press("plus", "k")
        assert isinstance(session.app.screen, KnowledgeScreen)
        await session.until(lambda: "Can you help?" in session.text(), "reading")
        await session.press("escape", "plus", "k")
        assert "1 like this exists" in session.text()
        await session.press("m")
        assert isinstance(session.app.screen, KnowledgeScreen)
        assert office.value("SELECT count(*) FROM knowledge") == 2


async def test_the_ticket_shows_what_is_known_beside_its_thread(office: Office):
    published(office, "Mail slow since an update", "cas", "lea", solution=SOLUTION)
    async with open_app(office, size=(140, 40)) as session:
        await session.go_to("[EXT] Mail slow since the update")
        await session.press("enter")
        screen = session.app.screen
        assert isinstance(screen, TicketScreen)
        await session.until(lambda: "X uses it" in squeezed(text_of(screen.panel)), "looking up")
        assert "Mail slow since" in squeezed(text_of(screen.panel))


async def test_whether_it_helped_is_said_by_key(office: Office):
    article = published(office, "Mail slow since an update", "cas", "lea", solution=SOLUTION)
    used = look(office, article, "cas").row.id
    ticket = office.ticket("[EXT] Mail slow since the update")["id"]
    office.do(tickets.reply, c.Reply(ticket=ticket, body="Do this.", used=(used,)))
    async with open_app(office) as session:
        await session.go_to("[EXT] Mail slow since the update")
        await session.press("comma", "h")
        assert "Did it help?" in session.text()
        await session.press("y")
        assert look(office, article, "cas").row.helped == 1


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize(("theme", "lang"), [("dark", "en"), ("mono", "nl")])
async def test_the_list_and_the_page(office: Office, size: tuple[int, int], theme: str, lang: str):
    published(
        office, "Printer jams", "cas", "lea", body="# Cause\n\nDust in the **fuser**.", solution=SOLUTION
    )
    async with open_app(office, size=size, theme=theme, lang=lang) as session:
        await session.press("g", "k")
        assert isinstance(session.app.screen, KnowledgeListScreen)
        await session.until(lambda: "Printer jams" in session.text(), "reading")
        await session.press("enter")
        assert isinstance(session.app.screen, KnowledgeScreen)
        await session.until(lambda: "Dust in the fuser." in session.text(), "reading")
        assert "**" not in session.text()


async def test_an_article_is_written_read_and_published_by_key(office: Office):
    async with open_app(office) as session:
        await session.press("g", "k", "n")
        await session.type("Mail is slow")
        await session.press("tab")
        await session.type("Look at the queue")
        await session.press("ctrl+s")
        await session.until(lambda: isinstance(session.app.screen, KnowledgeScreen), "making it")
        await session.press(">")
        await session.press("enter")
        number = office.value("SELECT number FROM knowledge")
        assert look(office, number, "cas").row.step == "review"
    async with open_app(office, login="lea") as session:
        await session.press("g", "k", "tab", "tab", "enter", ">", "enter")
        assert look(office, number, "cas").row.step == "published"


def test_markdown_is_read_and_a_strangers_text_stays_text():
    text = "# Head\n- one\n- *two*\n\n```\n[bold]x[/bold]\n```\n> said\n\x1b]0;gone\x07 [link](http://x.y) **open"
    lines = [laid.text for number, block in enumerate(blocks_of(text)) for laid in lay_out(number, block, 60)]
    assert lines[:3] == ["Head", "  • one", "  • two"]
    assert "│ [bold]x[/bold]" in lines
    assert not any("\x1b" in one or "\x07" in one for one in lines)
    assert lines[-1].endswith("link (http://x.y) **open")


async def test_its_owner_is_told_what_is_due_when_they_sit_down(office: Office):
    published(office, "Mail is slow", "bea", "lea")
    office.clock.go(days=366)
    async with open_app(office) as session:
        await session.until(
            lambda: any("to be looked at again" in said for said in session.said()), "telling"
        )
        await session.press("g", "k", "tab", "tab", "tab", "enter")
        await session.until(lambda: isinstance(session.app.screen, KnowledgeScreen), "opening")
        await session.press("o")
        assert "still holds" in session.said()[-1]


async def test_what_is_known_stands_beside_a_new_ticket_and_is_opened_to_be_read_out(office: Office):
    published(office, "Mail is slow", "cas", "lea", body="Look at the *queue*.", solution=SOLUTION)
    async with open_app(office, size=(120, 40)) as session:
        await session.press("n", "tab")
        await session.type("Mail slow")
        await session.until(lambda: "Mail is slow" in session.text(), "looking up")
        screen = session.app.screen
        rows = screen.moved_list  # type: ignore[attr-defined]
        row = next(row for row in rows.window.rows if row.knowledge_id)
        assert row.section == "known"
        rows.move_to_id(row.id)
        rows.open()
        await session.until(lambda: "Look at the queue." in session.text(), "opening")
