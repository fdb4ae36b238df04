"""The end of a shift: what one has goes over, with its lock, its draft and a line; all of it or nothing."""

from __future__ import annotations

from typing import Any

import pytest

from otui.desk import commands as c
from otui.desk import queues, tickets
from otui.desk.rows import AgentRow
from otui.desk.together import drafts, handover
from otui.desk.together.handover import HandOver, Leave
from otui.desk.undo import redo, undo
from otui.desk.views import handovers
from otui.errors import Conflict, NotFound, Refused


@pytest.fixture
def bea_has(shift: Any) -> dict[str, str]:
    """What Bea has at five: one promised, one waiting, one in hand, one that only has a draft of hers."""
    numbers = {
        "promised": shift.new("Call back about the laptop"),
        "waiting": shift.new("Which printer is it?"),
        "mine": shift.new("Mail is slow"),
        "draft": shift.new("Badge is broken"),
    }
    for kind in ("promised", "waiting", "mine"):
        shift.do(tickets.take, c.Take(ticket=numbers[kind]))
    shift.clock.go(hours=1)
    shift.do(tickets.reply, c.Reply(ticket=numbers["waiting"], body="Which printer do you mean?"))
    shift.do(tickets.wait, c.Wait(ticket=numbers["waiting"], on="contact"))
    until = shift.clock() + handovers.LATELY / 7
    shift.do(tickets.wait, c.Wait(ticket=numbers["promised"], on="until", until=until))
    shift.desk().call(drafts.save, shift.row(numbers["draft"])["id"], "reply", "Dear Anna, the badge", {}, 1)
    return numbers


def give(shift: Any, numbers: dict[str, str], **to: str) -> list[Any]:
    """Bea hands over by kind; `None` is free."""
    leave = tuple(
        Leave(ticket=numbers[kind], to="" if who == "free" else who, words=f"about {kind}", kind=kind)
        for kind, who in to.items()
    )
    found: list[Any] = shift.do(handover.give, HandOver(leave, "A quiet day."))
    return found


def owner(shift: Any, number: str) -> tuple[str, bool]:
    row = shift.row(number)
    agents: dict[int, AgentRow] = shift.desk("ada").directory.agents
    return (agents[row["owner_id"]].login if row["owner_id"] else "", row["locked"])


def test_what_one_leaves_is_told_by_what_burns_first(shift: Any, bea_has: dict[str, str]) -> None:
    left = shift.desk().read(handovers.leaving)
    assert [(one.kind, one.row.number) for one in left] == list(bea_has.items())
    assert [one.draft for one in left] == [False, False, False, True]
    assert left[1].words == "Bea Bakker, reply Mon 23 Nov 10:00: Which printer do you mean?"
    assert left[3].words == "Dear Anna, the badge"


def test_locks_drafts_and_lines_pass_over(shift: Any, bea_has: dict[str, str]) -> None:
    give(shift, bea_has, promised="cas", waiting="cas", mine="dio", draft="dio")
    assert owner(shift, bea_has["promised"]) == ("cas", True)
    assert owner(shift, bea_has["waiting"]) == ("cas", True)
    assert owner(shift, bea_has["mine"]) == ("dio", True)
    assert owner(shift, bea_has["draft"]) == ("", False)
    assert shift.row(bea_has["waiting"])["state"] == "waiting-contact"
    assert shift.events(bea_has["mine"])[-1] == ("bea", "handover", "about mine")
    (draft,) = shift.desk("dio").read(drafts.mine)
    assert (draft.number, draft.body) == (bea_has["draft"], "Dear Anna, the badge")
    assert shift.desk().read(drafts.mine) == []


def test_the_next_one_is_told_each_ticket_once(shift: Any, bea_has: dict[str, str]) -> None:
    give(shift, bea_has, promised="cas", waiting="cas", mine="dio")
    found = shift.desk("cas").read(handovers.unseen)
    assert [(one.kind, one.line, one.words, one.from_name) for one in found] == [
        ("promised", "about promised", "A quiet day.", "Bea Bakker"),
        ("waiting", "about waiting", "A quiet day.", "Bea Bakker"),
    ]
    assert shift.desk().read(handovers.unseen) == ()
    shift.desk("cas").call(handover.seen, (found[0].handover_id,))
    assert shift.desk("cas").read(handovers.unseen) == ()
    assert [one.kind for one in shift.desk("cas").read(handovers.lately)] == ["promised", "waiting"]
    assert len(shift.desk("dio").read(handovers.unseen)) == 1


def test_another_cannot_say_that_it_was_seen(shift: Any, bea_has: dict[str, str]) -> None:
    give(shift, bea_has, mine="cas")
    (one,) = shift.desk("cas").read(handovers.unseen)
    shift.desk("dio").call(handover.seen, (one.handover_id,))
    assert len(shift.desk("cas").read(handovers.unseen)) == 1


def test_what_nobody_gets_is_free(shift: Any, bea_has: dict[str, str]) -> None:
    give(shift, bea_has, mine="free")
    assert owner(shift, bea_has["mine"]) == ("", False)
    assert shift.value("SELECT count(*) FROM handover") == 0


def test_one_undo_takes_all_of_it_back(shift: Any, bea_has: dict[str, str]) -> None:
    before = [owner(shift, number) for number in bea_has.values()]
    give(shift, bea_has, promised="cas", waiting="dio", mine="cas", draft="dio")
    assert shift.do(undo, c.Undo()).said == "hand over on 4 tickets is undone."
    shift.do(redo, c.Redo())
    assert [owner(shift, number)[0] for number in bea_has.values()] == ["cas", "dio", "cas", ""]
    assert shift.value("SELECT count(*) FROM handover_item") == 4
    shift.do(undo, c.Undo())
    assert [owner(shift, number) for number in bea_has.values()] == before
    assert shift.value("SELECT count(*) FROM handover_item") == 0
    assert shift.value("SELECT count(*) FROM handover") == 0
    (draft,) = shift.desk().read(drafts.mine)
    assert draft.body == "Dear Anna, the badge"


def test_both_keep_the_words_that_both_began(shift: Any, bea_has: dict[str, str]) -> None:
    ticket_id = shift.row(bea_has["mine"])["id"]
    shift.desk().call(drafts.save, ticket_id, "reply", "Bea's", {}, 1)
    shift.desk("cas").call(drafts.save, ticket_id, "reply", "Cas's", {}, 1)
    give(shift, bea_has, mine="cas")
    assert [one.body for one in shift.desk("cas").read(drafts.mine)] == ["Cas's"]
    assert "Bea's" in [one.body for one in shift.desk().read(drafts.mine)]


def test_all_or_nothing(shift: Any, bea_has: dict[str, str]) -> None:
    other = shift.new("Not hers", login="cas")
    shift.do(tickets.take, c.Take(ticket=other), "cas")
    leave = (Leave(bea_has["mine"], "dio"), Leave(other, "dio"))
    with pytest.raises(Refused, match="is not yours"):
        shift.do(handover.give, HandOver(leave))
    assert owner(shift, bea_has["mine"]) == ("bea", True)
    assert shift.value("SELECT count(*) FROM handover") == 0


def test_a_ticket_that_moved_on_is_looked_at_first(shift: Any, bea_has: dict[str, str]) -> None:
    version = shift.row(bea_has["mine"])["version"]
    shift.do(tickets.note, c.Note(ticket=bea_has["mine"], body="It is the proxy."), "lea")
    with pytest.raises(Conflict):
        shift.do(handover.give, HandOver((Leave(bea_has["mine"], "cas", version=version),)))


@pytest.mark.parametrize(
    ("to", "error", "words"),
    [("bea", Refused, "yourself"), ("zoe", NotFound, "no agent zoe"), ("cas", Refused, "cas is away")],
)
def test_to_whom_it_cannot_go(shift: Any, bea_has: dict[str, str], to: str, error: Any, words: str) -> None:
    shift.desk("ada").database.write(
        lambda writer: writer.execute(
            "UPDATE agent SET away_at = 1, substitute_id = (SELECT id FROM agent WHERE login = 'dio')"
            " WHERE login = 'cas'"
        )
    ).result()
    shift.desk().refresh()
    with pytest.raises(error, match=words) as caught:
        give(shift, bea_has, mine=to)
    if to == "cas":
        assert "dio stands in" in str(caught.value)


def test_nothing_is_nothing_to_hand_over(shift: Any) -> None:
    with pytest.raises(Refused, match="nothing to hand over"):
        shift.do(handover.give, HandOver(()))


def test_words_of_strangers_in_a_line_stay_words(shift: Any, bea_has: dict[str, str]) -> None:
    shift.do(handover.give, HandOver((Leave(bea_has["mine"], "cas", "\x1b]0;x\x07one\ntwo" + "!" * 900),)))
    (one,) = shift.desk("cas").read(handovers.unseen)
    assert "\x1b" not in one.line
    assert "\n" not in one.line
    assert len(one.line) == handover.WORDS


def test_words_begun_are_not_left_to_somebody_who_does_not_see_the_ticket(shift: Any) -> None:
    shift.desk("ada").call(queues.new_queue, "Vault")
    shift.do(queues.queue_team, queues.QueueTeam(queue="Vault", join=("bea",)), "ada")
    shift.do(queues.change_queue, queues.ChangeQueue(queue="Vault", confidential=True), "ada")
    number = shift.new("Not for all", queue="Vault")
    shift.desk().call(drafts.save, shift.row(number)["id"], "reply", "Dear Anna, the badge", {}, 1)
    with pytest.raises(Refused, match="Cas Claes is not on the team of Vault"):
        give(shift, {"draft": number}, draft="cas")
    assert [one.body for one in shift.desk().read(drafts.mine)] == ["Dear Anna, the badge"]
