"""`otui agent`: who works here, and who is there."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.params import Json
from otui.cli.session import open_desk, when
from otui.desk.desk import Desk
from otui.desk.office import absence, leaving, staff
from otui.desk.results import Result
from otui.desk.views import staff as views
from otui.desk.views.staff import StaffRow
from otui.errors import NotFound, Usage
from otui.text import safe
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Login = Annotated[str, typer.Argument(metavar="LOGIN", help=N_("Whose."))]
Whose = Annotated[str, typer.Argument(metavar="LOGIN", help=N_("Whose; else yours."))]
Name = Annotated[str | None, typer.Option("--name", metavar="NAME", help=N_("What people call them."))]
Role = Annotated[str | None, typer.Option("--role", metavar="ROLE", help=N_("agent, lead or admin."))]
Email = Annotated[str | None, typer.Option("--email", metavar="MAIL", help=N_("Their address."))]
Speaks = Annotated[
    str | None,
    typer.Option("--speaks", metavar="en|nl", help=N_("Their language; else that of their terminal.")),
]
Line = Annotated[int | None, typer.Option("--line", metavar="1|2|3", help=N_("Their line."))]


@app.command("list", help=N_("List the agents with their role and queues."))
def list_(
    every: Annotated[bool, typer.Option("--all", help=N_("Those who are no longer active, too."))] = False,
    as_json: Json = False,
) -> None:
    """List agents."""
    with open_desk() as desk:
        rows = [row for row in desk.read(views.everyone) if every or row.agent.active]
        if as_json:
            streams.emit([_dict(row) for row in rows])
            return
        streams.table(
            (_("login"), _("name"), _("role"), _("line"), _("queues")),
            (
                (
                    row.agent.login,
                    row.agent.name,
                    _state(desk, row) or row.agent.role,
                    str(row.agent.line),
                    ", ".join(row.queues) or "-",
                )
                for row in rows
            ),
        )


@app.command("show", help=N_("Show an agent: teams, absence, what they have locked."))
def show(login: Login, as_json: Json = False) -> None:
    """Show an agent."""
    with open_desk() as desk:
        row = _row(desk, login)
        if as_json:
            streams.emit(_dict(row))
            return
        agent = row.agent
        streams.pairs(
            [
                (_("login"), agent.login),
                (_("name"), agent.name),
                (_("mail"), agent.email),
                (_("role"), agent.role),
                (_("line"), str(agent.line)),
                (_("language"), agent.lang),
                (_("state"), _state(desk, row)),
                (_("substitute"), row.substitute),
                (_("stands in for"), ", ".join(row.stands_in_for)),
                (_("locked"), str(row.locked)),
                (_("queues"), ", ".join(row.queues)),
            ]
        )


@app.command("new", help=N_("Make an agent. Only an admin may."))
def new(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=N_("Letters, digits, dots and dashes."))],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("What people call them."))],
    role: Role = "agent",
    email: Email = "",
    speaks: Speaks = "",
    line: Line = 1,
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
    with open_desk() as desk:
        made = desk.call(
            staff.new_agent,
            login,
            name,
            role=role or "agent",
            email=email or "",
            lang=speaks or "",
            line=1 if line is None else line,
            queues=tuple(queues or ()),
        )
        desk.refresh()
        if as_json:
            streams.emit(_dict(_row(desk, made.login)))
        else:
            streams.say(_("The agent {login} is made.").format(login=made.login))


@app.command("change", help=N_("Change an agent. Only an admin may; your own language you may."))
def change(
    login: Login,
    new_login: Annotated[
        str | None, typer.Option("--login", metavar="LOGIN", help=N_("Another login."))
    ] = None,
    name: Name = None,
    role: Role = None,
    email: Email = None,
    speaks: Speaks = None,
    line: Line = None,
    as_json: Json = False,
) -> None:
    """Change an agent."""
    values = {"login": new_login, "name": name, "role": role, "email": email, "lang": speaks, "line": line}
    if all(value is None for value in values.values()):
        raise Usage(_("Say what is to change."), _("For example --role lead."))
    command = staff.ChangeAgent(agent=login, **values)  # type: ignore[arg-type]
    with open_desk() as desk:
        told = desk.do(staff.change_agent, command)
        _tell(desk, told, new_login or login, as_json=as_json)


@app.command("away", help=N_("Be out of office, or put another there, with who stands in."))
def away(
    login: Whose = "",
    until: Annotated[
        str, typer.Option("--until", metavar="WHEN", help=N_("Until when; else until `otui agent back`."))
    ] = "",
    since: Annotated[str, typer.Option("--from", metavar="WHEN", help=N_("From when; else from now."))] = "",
    substitute: Annotated[
        str, typer.Option("--substitute", "-s", metavar="LOGIN", help=N_("Who stands in."))
    ] = "",
    as_json: Json = False,
) -> None:
    """Be away."""
    with open_desk() as desk:
        who = login or desk.agent.login
        command = absence.Away(
            agent=who,
            until=when(desk, until) if until else None,
            since=when(desk, since) if since else None,
            substitute=substitute,
        )
        _tell(desk, desk.do(absence.away, command), who, as_json=as_json)


@app.command("back", help=N_("Be back before the time said, or take a planned absence back."))
def back(login: Whose = "", as_json: Json = False) -> None:
    """Be back."""
    with open_desk() as desk:
        who = login or desk.agent.login
        _tell(desk, desk.do(absence.back, absence.Back(agent=who)), who, as_json=as_json)


@app.command("deactivate", help=N_("Take an agent out of use; history and drafts stay. Only an admin may."))
def deactivate(
    login: Login,
    hand_to: Annotated[
        str, typer.Option("--hand-to", metavar="LOGIN", help=N_("Who takes over what they have locked."))
    ] = "",
    release: Annotated[
        bool, typer.Option("--release", help=N_("What they have locked becomes free."))
    ] = False,
    as_json: Json = False,
) -> None:
    """Deactivate an agent."""
    if hand_to and release:
        raise Usage(_("--hand-to and --release exclude each other."))
    with open_desk() as desk:
        command = leaving.Deactivate(agent=login, hand_to=hand_to, release=release)
        _tell(desk, desk.do(leaving.deactivate, command), login, as_json=as_json)


@app.command("activate", help=N_("Take an agent into use again. Only an admin may."))
def activate(login: Login, as_json: Json = False) -> None:
    """Activate an agent."""
    with open_desk() as desk:
        _tell(desk, desk.do(leaving.activate, login), login, as_json=as_json)


@app.command("team", help=N_("Put an agent on teams or take them off. Only a lead or an admin may."))
def team(
    login: Login,
    join: Annotated[
        list[str] | None,
        typer.Option("--join", "-j", metavar="QUEUE", help=N_("A queue to join, once for each.")),
    ] = None,
    leave: Annotated[
        list[str] | None,
        typer.Option("--leave", "-l", metavar="QUEUE", help=N_("A queue to leave, once for each.")),
    ] = None,
    as_json: Json = False,
) -> None:
    """Change teams."""
    if not join and not leave:
        raise Usage(_("Say which queue they join or leave."), _("For example --join Network."))
    with open_desk() as desk:
        command = staff.Teams(agent=login, join=tuple(join or ()), leave=tuple(leave or ()))
        _tell(desk, desk.do(staff.teams, command), login, as_json=as_json)


def _tell(desk: Desk, told: Result, login: str, *, as_json: bool) -> None:
    desk.refresh()
    if as_json:
        streams.emit(_dict(_row(desk, login)))
    else:
        streams.say(told.said)


def _row(desk: Desk, login: str) -> StaffRow:
    row = desk.read(views.one_agent, login)
    if row is None:
        raise NotFound(
            _("There is no agent {name}.").format(name=safe.line(login)),
            _("`otui agent list` shows who there is."),
        )
    return row


def _state(desk: Desk, row: StaffRow) -> str:
    """Return what is to know before anything else: that they are no longer active, or away."""
    if not row.agent.active:
        return _("not active")
    if row.agent.away(desk.now):
        return absence.until_words(row.agent, desk.rules, desk.now)
    return ""


def _dict(row: StaffRow) -> dict[str, Any]:
    agent = row.agent
    return {
        "login": agent.login,
        "name": agent.name,
        "email": agent.email or None,
        "role": agent.role,
        "lang": agent.lang or None,
        "line": agent.line,
        "active": agent.active,
        "away_at": agent.away_at,
        "back_at": agent.back_at,
        "substitute": row.substitute or None,
        "locked": row.locked,
        "queues": list(row.queues),
    }
