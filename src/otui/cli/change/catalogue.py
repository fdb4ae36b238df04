"""`otui change catalogue`: standard changes, approved once and made of as often as asked."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.change.common import do
from otui.cli.params import Json, WrittenAgainst
from otui.cli.session import body_of, open_desk
from otui.desk import changes
from otui.desk.changes import commands as c
from otui.desk.changes.assessing import risk_name
from otui.desk.changes.catalogue import TEXTS
from otui.desk.changes.rounds import KINDS, OUTCOMES
from otui.desk.views import change_catalogue as views
from otui.desk.views import change_json
from otui.desk.words import field_name, step_name
from otui.domain.change.approval import Kind
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("Name of the standard change."))]


def _text(name: str, about: str) -> Any:
    return typer.Option(name, metavar="TEXT|-", help=about)


Description = Annotated[str | None, _text("--description", N_("What it is, and for what it may be used."))]
Justification = Annotated[str | None, _text("--justification", N_("Why it is worth doing."))]
Plan = Annotated[str | None, _text("--plan", N_("How it is carried out."))]
TestPlan = Annotated[str | None, _text("--test-plan", N_("How it is tested."))]
Communication = Annotated[str | None, _text("--communication-plan", N_("Who is told what, and when."))]
Backout = Annotated[str | None, _text("--backout-plan", N_("How to go back if it fails."))]
Outage = Annotated[
    bool | None, typer.Option("--outage/--no-outage", help=N_("Whether a service is down meanwhile."))
]
Risk = Annotated[str | None, typer.Option("--risk", metavar="RISK", help=N_("low, medium or high."))]
Minutes = Annotated[int | None, typer.Option("--minutes", metavar="N", help=N_("How long it takes."))]
Queue = Annotated[str | None, typer.Option("--queue", "-q", metavar="QUEUE", help=N_("Whose work it is."))]


def _given(**values: Any) -> dict[str, Any]:
    """Return what was given, texts read from stdin where a dash says so."""
    return {
        name: body_of(value) if name in TEXTS else value
        for name, value in values.items()
        if value is not None
    }


@app.command("list", help=N_("List the standard changes by name."))
def list_(
    state: Annotated[
        str, typer.Option("--state", metavar="STATE", help=N_("draft, proposed, approved or retired."))
    ] = "",
    as_json: Json = False,
) -> None:
    """List standard changes."""
    with open_desk() as desk:
        rows = desk.read(views.catalogue, state=state)
    if as_json:
        streams.emit([change_json.template(row) for row in rows])
        return
    streams.table(
        (_("name"), _("state"), _("risk"), _("minutes"), _("used"), _("queue")),
        (
            (row.name, step_name(row.state), risk_name(row.risk), str(row.minutes), str(row.used), row.queue)
            for row in rows
        ),
    )


@app.command("show", help=N_("Show a standard change with its plans and its approval."))
def show(name: Name, as_json: Json = False) -> None:
    """Show a standard change."""
    with open_desk() as desk:
        card = desk.read(views.template, name)
    if as_json:
        streams.emit(change_json.template_card(card))
        return
    row = card.row
    streams.say(row.name)
    streams.pairs(
        (
            (_("state"), step_name(row.state)),
            (_("risk"), risk_name(row.risk)),
            (_("minutes"), str(row.minutes)),
            (_("outage"), _("yes") if row.outage else ""),
            (_("queue"), row.queue),
            (_("requester"), row.requester),
            (_("used"), str(row.used)),
        )
    )
    for one in card.rounds:
        if one.stands:
            streams.say(
                _("Approval by {board}, {n} must: {state}").format(
                    board=_(KINDS[Kind(one.kind)]), n=one.quorum, state=_(OUTCOMES[one.outcome])
                )
            )
    for text in TEXTS:
        if card.fields[text].strip():
            streams.say()
            streams.say(field_name(text))
            streams.block(card.fields[text], "  ")


@app.command("new", help=N_("Draft a standard change, from nothing or from a change that went well."))
def new(
    name: Name,
    description: Description = None,
    justification: Justification = None,
    plan: Plan = None,
    test_plan: TestPlan = None,
    communication_plan: Communication = None,
    backout_plan: Backout = None,
    outage: Outage = None,
    risk: Risk = None,
    minutes: Minutes = None,
    queue: Queue = None,
    from_change: Annotated[
        str, typer.Option("--from", metavar="C-NR", help=N_("A change whose plans it takes."))
    ] = "",
    as_json: Json = False,
) -> None:
    """Draft a standard change."""
    given = _given(
        description=description,
        justification=justification,
        implementation_plan=plan,
        test_plan=test_plan,
        communication_plan=communication_plan,
        backout_plan=backout_plan,
        outage=outage,
        risk=risk,
        minutes=minutes,
        queue=queue,
    )
    command = c.NewTemplate(name=name, from_change=from_change or None, **given)
    do(changes.new_template, lambda _desk: command, as_json=as_json)


@app.command("edit", help=N_("Change a standard change: it is a draft again, and its approval falls."))
def edit(
    name: Name,
    new_name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help=N_("Its new name."))] = None,
    description: Description = None,
    justification: Justification = None,
    plan: Plan = None,
    test_plan: TestPlan = None,
    communication_plan: Communication = None,
    backout_plan: Backout = None,
    outage: Outage = None,
    risk: Risk = None,
    minutes: Minutes = None,
    queue: Queue = None,
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Edit a standard change."""
    given = _given(
        name=new_name,
        description=description,
        justification=justification,
        implementation_plan=plan,
        test_plan=test_plan,
        communication_plan=communication_plan,
        backout_plan=backout_plan,
        outage=outage,
        risk=risk,
        minutes=minutes,
        queue=queue,
    )
    command = c.EditTemplate(ref=name, version=version, **given)
    do(changes.edit_template, lambda _desk: command, as_json=as_json)


@app.command("propose", help=N_("Ask the board to approve a standard change."))
def propose(name: Name, version: WrittenAgainst = None, as_json: Json = False) -> None:
    """Propose a standard change."""
    do(changes.propose, lambda _desk: c.OnTemplate(ref=name, version=version), as_json=as_json)


@app.command("retire", help=N_("Take a standard change out of the catalogue."))
def retire(name: Name, version: WrittenAgainst = None, as_json: Json = False) -> None:
    """Retire a standard change."""
    do(changes.retire, lambda _desk: c.OnTemplate(ref=name, version=version), as_json=as_json)
