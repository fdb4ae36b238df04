"""A change as it is written and planned: new, rfc, edit, schedule, risk."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.change.app import app
from otui.cli.change.common import Number, do, tell
from otui.cli.clocktext import zone
from otui.cli.params import Impact, Json, Urgency, WrittenAgainst
from otui.cli.session import body_of, open_desk
from otui.desk import changes
from otui.desk.changes import commands as c
from otui.desk.changes.assessing import risk_name
from otui.desk.changes.calendar.window_times import moment, stretch
from otui.desk.desk import Desk
from otui.desk.records.kinds import split_number
from otui.desk.rules import in_force
from otui.desk.views import changes as views
from otui.domain.change.risk import Question
from otui.errors import Usage
from otui.text.i18n import N_, _, language

Subject = Annotated[
    str, typer.Option("--subject", "-s", metavar="TEXT", help=N_("What is changed, in a line."))
]
Description = Annotated[
    str, typer.Option("--body", "-b", metavar="TEXT|-", help=N_("The description; - reads it from stdin."))
]
Justification = Annotated[
    str, typer.Option("--justification", metavar="TEXT", help=N_("Why it is worth doing."))
]
Type = Annotated[str, typer.Option("--type", metavar="TYPE", help=N_("normal or emergency."))]
Reason = Annotated[
    str,
    typer.Option(
        "--emergency-reason", metavar="NAME", help=N_("Why it cannot wait; `otui change reasons` lists them.")
    ),
]
Queue = Annotated[str, typer.Option("--queue", "-q", metavar="QUEUE", help=N_("Whose work it is."))]
Owner = Annotated[str, typer.Option("--owner", metavar="LOGIN", help=N_("Who answers for its whole way."))]
Implementer = Annotated[str, typer.Option("--implementer", metavar="LOGIN", help=N_("Who carries it out."))]
Contact = Annotated[str, typer.Option("--contact", metavar="NAME|MAIL", help=N_("Who asks from outside."))]
Items = Annotated[
    list[str] | None, typer.Option("--item", metavar="NAME", help=N_("A service or item that it affects."))
]
From = Annotated[str, typer.Option("--from", metavar="WHEN", help=N_("When it begins."))]
To = Annotated[str, typer.Option("--to", metavar="WHEN", help=N_("When it ends, or how long it takes."))]


_Window = tuple[datetime | None, datetime | None]


def _window(desk: Desk, begin: str, end: str) -> _Window:
    if not begin and not end:
        return None, None
    if not begin or not end:
        raise Usage(_("A window has a beginning and an end."), _("Give both --from and --to."))
    return stretch(begin, end, desk.now, zone(desk))


@app.command("new", help=N_("Record a change: normal, an emergency, or standard from the catalogue."))
def new(
    subject: Subject = "",
    body: Description = "",
    type_: Type = "normal",
    standard: Annotated[
        str, typer.Option("--standard", metavar="NAME", help=N_("Of this standard change of the catalogue."))
    ] = "",
    emergency_reason: Reason = "",
    justification: Justification = "",
    queue: Queue = "",
    owner: Owner = "",
    implementer: Implementer = "",
    contact: Contact = "",
    items: Items = None,
    impact: Impact = None,
    urgency: Urgency = None,
    begin: From = "",
    end: To = "",
    as_json: Json = False,
) -> None:
    """Record a change."""

    def make(desk: Desk) -> c.NewChange:
        if standard and begin and not end:
            window: _Window = (
                moment(begin, desk.now, zone(desk)),
                None,
            )  # it takes as long as its template says
        else:
            window = _window(desk, begin, end)
        return c.NewChange(
            subject=subject,
            description=body_of(body),
            type=type_,
            template=standard or None,
            emergency_reason=emergency_reason,
            justification=justification,
            queue=queue,
            owner=owner,
            implementer=implementer,
            contact=contact,
            items=tuple(items or ()),
            impact=impact,
            urgency=urgency,
            starts=window[0],
            ends=window[1],
        )

    do(changes.new, make, as_json=as_json)


@app.command("rfc", help=N_("File a change of a problem that it fixes, or of an incident it comes of."))
def rfc(
    of: Annotated[str, typer.Argument(metavar="P-NR|NR", help=N_("Number of the problem or the incident."))],
    subject: Subject = "",
    body: Description = "",
    type_: Type = "normal",
    emergency_reason: Reason = "",
    justification: Justification = "",
    queue: Queue = "",
    owner: Owner = "",
    as_json: Json = False,
) -> None:
    """File a request for change."""
    problem = split_number(of)[0] == "problem"
    do(
        changes.new,
        lambda _desk: c.NewChange(
            subject=subject,
            description=body_of(body),
            type=type_,
            problem=of if problem else None,
            incident=None if problem else of,
            emergency_reason=emergency_reason,
            justification=justification,
            queue=queue,
            owner=owner,
        ),
        as_json=as_json,
    )


def _option(name: str, about: str) -> Any:
    return typer.Option(name, metavar="TEXT|-", help=about)


@app.command("edit", help=N_("Word or plan a change otherwise. What was approved falls when a plan changes."))
def edit(
    number: Number,
    subject: Annotated[
        str | None, typer.Option("--subject", "-s", metavar="TEXT", help=N_("Its subject."))
    ] = None,
    description: Annotated[str | None, _option("--description", N_("What it is about."))] = None,
    justification: Annotated[str | None, _option("--justification", N_("Why it is worth doing."))] = None,
    emergency_reason: Annotated[
        str | None, typer.Option("--emergency-reason", metavar="NAME", help=N_("Why it cannot wait."))
    ] = None,
    plan: Annotated[str | None, _option("--plan", N_("How it is carried out."))] = None,
    test_plan: Annotated[str | None, _option("--test-plan", N_("How it is tested."))] = None,
    communication_plan: Annotated[
        str | None, _option("--communication-plan", N_("Who is told what, and when."))
    ] = None,
    backout_plan: Annotated[str | None, _option("--backout-plan", N_("How to go back if it fails."))] = None,
    outage: Annotated[
        bool | None, typer.Option("--outage/--no-outage", help=N_("Whether a service is down meanwhile."))
    ] = None,
    requester: Annotated[
        str | None, typer.Option("--requester", metavar="LOGIN", help=N_("Who asks for it."))
    ] = None,
    implementer: Annotated[
        str | None,
        typer.Option("--implementer", metavar="LOGIN", help=N_("Who carries it out; empty: nobody.")),
    ] = None,
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Edit a change."""
    texts: dict[str, str | None] = {
        "description": description,
        "justification": justification,
        "implementation_plan": plan,
        "test_plan": test_plan,
        "communication_plan": communication_plan,
        "backout_plan": backout_plan,
    }
    read: dict[str, Any] = {name: None if text is None else body_of(text) for name, text in texts.items()}
    do(
        changes.edit,
        lambda _desk: c.EditChange(
            ref=number,
            version=version,
            subject=subject,
            emergency_reason=emergency_reason,
            outage=outage,
            requester=requester,
            implementer=implementer,
            **read,
        ),
        as_json=as_json,
    )


@app.command(
    "schedule", help=N_("Say from when to when a change is carried out; without times: take that away.")
)
def schedule(
    number: Number,
    begin: From = "",
    end: To = "",
    reason: Annotated[
        str | None,
        typer.Option("--reason", "-r", metavar="TEXT", help=N_("Why it goes on in spite of a collision.")),
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help=N_("Keep the window as it is: only the reason is new."))
    ] = False,
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Schedule a change."""

    def make(desk: Desk) -> c.Schedule:
        if keep:
            row = desk.read(views.change, number).row
            starts, ends = row.starts_at, row.ends_at
        else:
            starts, ends = _window(desk, begin, end)
        return c.Schedule(ref=number, version=version, starts=starts, ends=ends, reason=reason)

    do(changes.schedule, make, as_json=as_json)


@app.command("risk", help=N_("Show the risk of a change and what made it so; answer its questions."))
def risk(
    number: Number,
    answers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUESTION=N...]", help=N_("The answers, each by its number in the list.")),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show or answer risk."""
    with open_desk() as desk:
        if answers:
            command = c.AnswerRisk(ref=number, answers=dict(map(_answer, answers)))
            tell(desk, desk.do(changes.answer, command), as_json=as_json)
            return
        card = desk.read(views.change, number)
        if as_json:
            from otui.desk.views import change_json

            streams.emit(change_json.card(card)["risk_explained"])
            return
        rules = desk.read(lambda view: in_force.rules_of_changes(view.reader)).risk
        given = {question.name: answer for question, answer in card.risk.answered}
        print_risk(card)
        for question in rules.questions:
            _print_question(question, given.get(question.name))


def print_risk(card: views.ChangeCard) -> None:
    """Print the risk of a change and what made it so."""
    found, lang = card.risk, language()
    if card.template:
        streams.say(_("Risk: {risk}, approved with its template.").format(risk=risk_name(card.row.risk)))
        return
    rule = _("rule: {name} ({risk})").format(name=found.rule.label(lang), risk=risk_name(found.rule.risk))
    if found.complete:
        asked = _("answers: {score} ({risk})").format(score=found.score, risk=risk_name(found.by_questions))
    else:
        asked = _("questions: {n} still open").format(n=len(found.open))
    now = risk_name(card.row.risk) or "–"
    streams.say(_("Risk: {risk}. By {rule}; {asked}.").format(risk=now, rule=rule, asked=asked))


def _print_question(question: Question, given: object) -> None:
    lang = language()
    streams.say(f"{question.name}: {question.label(lang)}")
    for place, answer in enumerate(question.answers, start=1):
        mark = "*" if answer is given else " "
        streams.block(f"{mark} {place} {answer.label(lang)} ({answer.weight})", "  ")


def _answer(words: str) -> tuple[str, int]:
    name, sign, place = words.partition("=")
    if not sign or not place.strip().isdecimal():
        raise Usage(_("{words} is no answer.").format(words=words), _("Write it as question=2."))
    return name.strip(), int(place) - 1
