"""What is asked before an agent is put out of office, or taken out of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.office import absence
from otui.desk.rows import AgentRow
from otui.screens.staff.words import Absence, parse_absence, said
from otui.text.i18n import _
from otui.widgets.ask_line import AskLine
from otui.widgets.confirm import Answer, Confirm
from otui.widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from otui.app import OtuiApp


async def put_away(app: OtuiApp, whose: AgentRow, text: str = "") -> bool:
    """Put an agent out of office by words, or by those asked for; True where it was done."""
    live = app.live
    others = [agent for agent in live.desk.directory.agents.values() if agent.id != whose.id]

    def understand(words: str) -> tuple[Absence, str]:
        found = parse_absence(words, others, app.now, app.zone)
        return found, said(found, app.now, app.zone)

    if text.strip():
        found: Absence | None = understand(text)[0]
    else:
        me = live.desk.agent.id == whose.id
        question = (
            _("Out of office until when, and who stands in?")
            if me
            else _("Until when is {name} out of office, and who stands in?").format(name=whose.name)
        )
        present = [agent.login for agent in others if not agent.away(app.now)]
        example = present[0] if present else ""
        explain = _("fri 14:00 {login} · mon 9 to wed 17:00 {login} · tomorrow · there are: {names}")
        words = explain.format(login=example, names=", ".join(present))
        found = await app.ask(AskLine(question, understand, explain=words))
    if found is None:
        return False
    told = await live.do(
        absence.away,
        absence.Away(
            agent=whose.id,
            since=found.since,
            until=found.until,
            substitute=found.substitute.id if found.substitute else "",
        ),
    )
    live.desk.refresh()
    app.show_status()
    app.tell(_("{said} {key} undoes it.").format(said=told.said, key=app.keymap.label("edit.undo")))
    return True


async def pick_agent(app: OtuiApp, heading: str, *, but: int) -> AgentRow | None:
    """Return an agent who is picked, the present ones first; None on Esc."""
    desk = app.live.desk
    agents = [agent for agent in desk.directory.agents.values() if agent.id != but]
    choices = [
        Choice(agent, agent.name, agent_detail(app, agent), recent=not agent.away(app.now))
        for agent in agents
    ]
    picked = await app.ask(Picker(heading, choices))
    return picked if isinstance(picked, AgentRow) else None


async def pick_queue(app: OtuiApp, heading: str, *, but: int) -> str:
    """Return the name of a queue that is picked; empty on Esc."""
    choices = [
        Choice(queue.name, queue.name, _("line {line}").format(line=queue.line), " ".join(queue.path))
        for queue in app.live.desk.directory.queues.values()
        if queue.id != but
    ]
    picked = await app.ask(Picker(heading, choices))
    return picked if isinstance(picked, str) else ""


async def who_instead(app: OtuiApp, agent: AgentRow) -> tuple[AgentRow, bool] | None:
    """Return who gets a ticket meant for `agent`, and whether although they are away; None where it is dropped."""
    desk = app.live.desk
    if agent.id == desk.agent.id or not agent.away(app.now):
        return agent, False
    substitute = absence.stand_in(desk.directory, agent.id, app.now)
    answers = [Answer("a", _("to {name} all the same").format(name=agent.login), "anyway")]
    if substitute is not None:
        answers.insert(0, Answer("s", _("to {name}, who stands in").format(name=substitute.login), "instead"))
    question = _("{name} is {away}.").format(
        name=agent.name, away=absence.until_words(agent, desk.rules, app.now)
    )
    answer = await app.ask(Confirm(question, answers))
    if answer == "instead" and substitute is not None:
        return substitute, False
    return (agent, True) if answer == "anyway" else None


def agent_detail(app: OtuiApp, agent: AgentRow) -> str:
    """Return what stands beside an agent's name in a picker: `away until fri 14:00 → cas`, else the login."""
    if not agent.away(app.now):
        return agent.login
    desk = app.live.desk
    words = absence.until_words(agent, desk.rules, app.now)
    substitute = absence.stand_in(desk.directory, agent.id, app.now)
    arrow = "->" if app.ascii_only else "→"
    return f"{words} {arrow} {substitute.login}" if substitute else words
