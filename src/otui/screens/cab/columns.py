"""The columns of an agenda."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk.changes.board.agenda import DECIDED
from otui.desk.office.absence import stood_in_for
from otui.desk.process_words import CHANGE_TYPES, RISKS
from otui.desk.views.meetings import AgendaRow
from otui.screens.cab.blocks import SAY_ROLES, sign_of
from otui.screens.records.columns import Column, Said
from otui.text import times
from otui.text.i18n import N_, _
from otui.widgets.glyphs import glyphs

if TYPE_CHECKING:
    from otui.app import OtuiApp


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One change on the agenda, with its place, as a row of the list."""

    id: int
    version: int
    place: int
    row: AgendaRow


def _type(line: AgendaLine, _app: OtuiApp) -> Said:
    kind = line.row.type
    return _(CHANGE_TYPES.get(kind, kind)), "alarm" if kind == "emergency" else ""


def _risk(line: AgendaLine, app: OtuiApp) -> Said:
    risk = line.row.risk
    if not risk:
        return glyphs(app.ascii_only).dash, "muted"
    return _(RISKS.get(risk, risk)), "alarm" if risk == "high" else "muted"


def _window(line: AgendaLine, app: OtuiApp) -> Said:
    if line.row.starts_at is None:
        return glyphs(app.ascii_only).dash, "muted"
    return times.moment(line.row.starts_at, app.zone, app.now), "muted"


def _votes(line: AgendaLine, app: OtuiApp) -> Said:
    stands = line.row.stands
    if stands is None:
        return glyphs(app.ascii_only).dash, "muted"
    role = "alarm" if stands.rejected else "good" if stands.met else ""
    word = sign_of(app, "rejected") if stands.rejected else ""
    return f"{word}{stands.count('approved')}/{stands.quorum}", role


def _mine(line: AgendaLine, app: OtuiApp) -> Said:
    """Say what this agent says, or whom they have to say it for."""
    stands = line.row.stands
    if stands is None:
        return "", "muted"
    vote = stands.vote_of(app.agent_id)
    if vote is None:
        absent = stood_in_for(app.live.desk.directory, app.agent_id, app.now)
        theirs = next((found for one in absent if (found := stands.vote_of(one.id)) is not None), None)
        if theirs is None or theirs.state != "asked":
            return "", "muted"
        return _("for {name}").format(name=theirs.login), "warning"
    word = {"asked": _("your turn"), "approved": _("yes"), "rejected": _("no"), "deferred": _("later")}
    role = "warning" if vote.state == "asked" else SAY_ROLES.get(vote.state, "")
    return word.get(vote.state, vote.state), role


def _decision(line: AgendaLine, _app: OtuiApp) -> Said:
    role = {"approve": "good", "reject": "alarm", "defer": "warning"}.get(line.row.decision, "muted")
    return (_(DECIDED[line.row.decision]) if line.row.decision else ""), role


COLUMNS = (
    Column("", 2, 0, lambda line, _app: (str(line.place), "muted"), right=True),
    Column(N_("number"), 8, 1, lambda line, _app: (line.row.number, "muted")),
    Column(N_("type"), 9, 5, _type),
    Column(N_("change"), 0, 0, lambda line, _app: (line.row.subject, "")),
    Column(N_("risk"), 6, 6, _risk),
    Column(N_("window"), 16, 7, _window),
    Column(N_("votes"), 5, 2, _votes, right=True),
    Column(N_("you"), 10, 3, _mine),
    Column(N_("decision"), 12, 4, _decision),
)
