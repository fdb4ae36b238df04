"""`otui agent`: who works here."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.params import Json
from otui.cli.session import open_desk
from otui.desk import people
from otui.desk.desk import Desk
from otui.desk.rows import AgentRow
from otui.errors import Usage
from otui.text.i18n import LANGUAGES, N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("list", help=N_("List the agents with their role and queues."))
def list_(as_json: Json = False) -> None:
    """List agents."""
    with open_desk() as desk:
        agents = list(desk.directory.agents.values())
        if as_json:
            streams.emit([_dict(desk, agent) for agent in agents])
            return
        streams.table(
            (_("login"), _("name"), _("role"), _("line"), _("queues")),
            (
                (agent.login, agent.name, agent.role, str(agent.line), ", ".join(_queues(desk, agent)) or "-")
                for agent in agents
            ),
        )


@app.command("new", help=N_("Make an agent. Only an admin may."))
def new(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=N_("Letters, digits, dots and dashes."))],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("What people call them."))],
    role: Annotated[str, typer.Option("--role", metavar="ROLE", help=N_("agent, lead or admin."))] = "agent",
    email: Annotated[str, typer.Option("--email", metavar="MAIL", help=N_("Their address."))] = "",
    speaks: Annotated[
        str,
        typer.Option("--speaks", metavar="en|nl", help=N_("Their language; else that of their terminal.")),
    ] = "",
    line: Annotated[int, typer.Option("--line", metavar="1|2|3", help=N_("Their line."))] = 1,
    queues: Annotated[
        list[str] | None,
        typer.Option(
            "--queue",
            "-q",
            metavar="QUEUE",
            help=N_("A queue of theirs, once for each; else all of their line."),
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make an agent."""
    if speaks and speaks not in LANGUAGES:
        raise Usage(_("otui speaks {languages}.").format(languages=", ".join(LANGUAGES)))
    if line not in (1, 2, 3):
        raise Usage(_("A line is 1, 2 or 3."))
    with open_desk() as desk:
        made = desk.call(
            people.new_agent,
            login,
            name,
            role=role,
            email=email,
            lang=speaks,
            line=line,
            queues=tuple(queues or ()),
        )
        desk.refresh()
        if as_json:
            streams.emit(_dict(desk, desk.directory.agents[made.id]))
        else:
            streams.say(_("The agent {login} is made.").format(login=made.login))


def _queues(desk: Desk, agent: AgentRow) -> list[str]:
    return [queue.name for queue in desk.directory.queues.values() if queue.id in agent.queues]


def _dict(desk: Desk, agent: AgentRow) -> dict[str, object]:
    return {
        "login": agent.login,
        "name": agent.name,
        "role": agent.role,
        "lang": agent.lang or None,
        "line": agent.line,
        "queues": _queues(desk, agent),
    }
