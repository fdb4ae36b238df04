"""The screens show nothing of a queue that is not theirs, wherever keys lead, and refuse what the desk refuses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from desk_app import HandClock, Office, Session, open_app

from engines import Desks
from otui.desk import commands as c
from otui.desk import queues, tickets
from otui.keys.actions import ACTIONS
from otui.keys.model import Context
from rights_cases import MONDAY
from secret_cases import OUTSIDERS, QUEUE, WORDS, Secrets, furnish_secrets

LEAVES = ("app.quit", "app.suspend", "app.screenshot")
"""What ends the app or leaves the screen to the shell."""


@pytest.fixture(scope="session")
def secrets_made(templates: Desks) -> Secrets:
    return furnish_secrets(templates.place("screen-secrets"))


@pytest.fixture
def room(secrets_made: Secrets, desks: Desks, tmp_path: Path) -> Iterator[Office]:
    found = Office(desks.copy(secrets_made.url), HandClock(MONDAY + timedelta(minutes=5)), tmp_path)
    yield found
    found.close()


class Watch:
    """Looks at every screen that keys lead to."""

    def __init__(self, session: Session, secrets: Secrets, login: str) -> None:
        self.session = session
        self.secrets = secrets
        self.login = login
        self.seen = ""
        self.typed: list[str] = []
        """What was typed on the command line: a sentence that repeats it tells nothing."""

    def look(self, what: str, *, but: tuple[str, ...] = ()) -> None:
        said = "\n".join((self.session.text(), *self.session.said()))
        for words in (*but, *self.typed):
            said = said.replace(words, "…")
        self.seen += said
        found = self.secrets.found_in(said, self.login)
        assert not found, f"{what} shows {found}:\n{said}"

    async def home(self) -> None:
        for _step in range(6):
            if self.session.app.screen is self.session.app.overview:
                return
            await self.session.press("escape")
        raise AssertionError(f"no way back from {self.session.app.screen}:\n{self.session.text()}")


def quiet() -> list[Any]:
    """Every action that goes somewhere or shows something, from the list."""
    return [
        one
        for one in ACTIONS.values()
        if one.id not in LEAVES
        and one.id.split(".")[0] in ("view", "go", "find", "staff", "rules", "handover")
        and set(one.contexts) & {Context.GLOBAL, Context.LIST}
    ]


@pytest.mark.parametrize("login", OUTSIDERS)
async def test_no_screen_shows_a_word_of_it(room, secrets_made, login):
    room.clock.go(minutes=85)  # what is due in the queue falls due while the app is opened
    async with open_app(room, login=login, size=(160, 48)) as session:
        watch = Watch(session, secrets_made, login)
        watch.look("opening")
        actions = quiet()
        assert len(actions) > 15
        for action in actions:
            session.app.screen.perform(action)
            await session.settle()
            watch.look(action.id)
            await watch.home()
        for keys in ("1", "2", "3", "4", "5"):
            await session.press(keys)
            watch.look(f"view {keys}")
            for side in ("h", *"jjjjj") if keys == "1" else ():
                await session.press(side)
                watch.look(f"view {keys}, beside")
            await watch.home()
            await session.press("l")
        await session.press("1")
        for word in (WORDS[0], WORDS[6], "hum", secrets_made.numbers[0]):
            await session.press("slash")
            await session.type(word)
            watch.look(f"search {word}", but=(word,))
            await watch.home()
        for words in (
            "move ",
            "ticket.move ",
            "go ticket ",
            "queue ",
            *(f"go {n}" for n in secrets_made.numbers),
        ):
            await session.press("colon")
            await session.type(words)
            watch.look(f":{words}", but=(words.strip(), words.split()[-1]))
            await session.press("enter")
            watch.typed.append(words.split()[-1])
            watch.look(f":{words} done", but=(words.strip(), words.split()[-1]))
            await watch.home()


@pytest.mark.parametrize("login", ["bea", "lea"])
async def test_a_linked_ticket_shows_nothing_of_the_other(room, secrets_made, login):
    async with open_app(room, login=login, size=(160, 48)) as session:
        watch = Watch(session, secrets_made, login)
        await session.press("4", "1", "enter")
        assert "Printer hums" in session.text()
        watch.look("the ticket")
        for keys in (
            ("E",),
            ("escape",),
            ("g", "h"),
            ("escape",),
            ("tab",),
            ("M",),
            ("escape",),
            ("v",),
            ("escape",),
        ):
            await session.press(*keys)
            watch.look(f"the ticket, {keys}")


async def test_a_ticket_that_moves_out_of_sight_leaves_every_screen(room, secrets_made):
    number = room.new("Marzipan at noon", "cas", queue="First line", contact="Anja Mol", body="Marzipan.")
    async with open_app(room, login="bea", size=(160, 48)) as session:
        await session.go_to("Marzipan at noon")
        await session.press("enter")
        assert "Marzipan" in session.text()
        room.do(tickets.note, c.Note(ticket=number, body="Seen by all"), "hri")
        room.do(tickets.move, c.Move(ticket=number, queue=QUEUE), "hri")
        await session.until(lambda: "Marzipan" not in session.text(), "leaving the ticket screen")
        assert QUEUE not in session.text()
        await session.press("escape")
        await session.until(lambda: "Marzipan" not in session.text(), "leaving the list")
        before = len(session.said())
        room.do(tickets.note, c.Note(ticket=number, body="Not told"), "hri")
        room.do(tickets.note, c.Note(ticket=secrets_made.shown[0], body="Told"), "hri")
        await session.until(
            lambda: session.app.live._position == session.app.live.desk.feed_position(), "feed"
        )
        assert not any(number in said for said in session.said()[before:])


async def test_a_member_who_is_taken_off_the_team_sees_it_go(room):
    room.do(queues.queue_team, queues.QueueTeam(queue=QUEUE, join=("bea",)), "ada")
    async with open_app(room, login="bea", size=(160, 48)) as session:
        await session.until(lambda: "Brambleshank" in session.text(), "seeing it")
        room.do(queues.queue_team, queues.QueueTeam(queue=QUEUE, leave=("bea",)), "ada")
        await session.until(lambda: "Brambleshank" not in session.text(), "losing sight of it")
        await session.until(lambda: QUEUE not in session.text(), "losing sight of the queue")
        room.do(queues.queue_team, queues.QueueTeam(queue=QUEUE, join=("bea",)), "ada")
        await session.until(lambda: "Brambleshank" in session.text(), "seeing it again")


async def test_what_another_has_locked_is_refused_with_the_sentence_and_nothing_changed(room):
    number = room.new("Held by cas", "cas", queue="First line")
    room.do(tickets.take, c.Take(ticket=number), "cas")
    before = room.all("SELECT max(id) FROM history")
    refused = 0
    async with open_app(room, login="bea", size=(120, 40)) as session:
        for words in (
            "unlock",
            "resolve",
            "close",
            "priority 1 1",
            "subject Other",
            "kind request",
            "move Accounts",
            "line-up Hard",
            "wait contact",
            "assign ada",
            "contact Piet",
        ):
            await session.go_to("Held by cas")
            count = len(session.said())
            await session.press("colon")
            await session.type(words)
            await session.press("enter")
            await session.settle()
            said = " ".join(session.said()[count:]) + session.text()
            if "is locked by cas" in said:
                refused += 1
            while session.app.screen is not session.app.overview:
                await session.press("escape")
        assert room.all("SELECT max(id) FROM history") == before
    assert refused >= 8
