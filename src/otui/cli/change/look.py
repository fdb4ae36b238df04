"""Looking at changes: list, show, history, the reasons of emergencies, how teams' changes went."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.change import colliding
from otui.cli.change.app import app
from otui.cli.change.common import Number
from otui.cli.change.make import print_risk
from otui.cli.clocktext import zone
from otui.cli.params import Json
from otui.cli.session import open_desk
from otui.desk.changes.outcome import result_name
from otui.desk.changes.rounds import KINDS, OUTCOMES, SAYS
from otui.desk.desk import Desk
from otui.desk.process_words import CHANGE_TYPES
from otui.desk.records.tasks import TASK_STATES
from otui.desk.rules import in_force
from otui.desk.views import change_catalogue, change_json, records
from otui.desk.views import changes as views
from otui.desk.views.change_rounds import RoundRow
from otui.desk.words import field_name, state_name, step_name, verb_name
from otui.domain.change.approval import Kind, Say
from otui.text import times
from otui.text.i18n import N_, _, language

TEXTS = (
    "description", "justification", "implementation_plan", "test_plan", "communication_plan", "backout_plan",
    "test_result", "result_words", "documentation", "review", "lessons",
)  # fmt: skip


@app.command("list", help=N_("List changes, the one that changed last first."))
def list_(
    mine: Annotated[bool, typer.Option("--mine", help=N_("Yours, or to be carried out by you."))] = False,
    to_approve: Annotated[
        bool, typer.Option("--to-approve", help=N_("Those that wait for your word."))
    ] = False,
    scheduled: Annotated[
        bool, typer.Option("--scheduled", help=N_("By the beginning of their window."))
    ] = False,
    breached: Annotated[bool, typer.Option("--overdue", help=N_("Those whose review is past due."))] = False,
    step: Annotated[str, typer.Option("--step", metavar="STEP", help=N_("In this step."))] = "",
    type_: Annotated[
        str, typer.Option("--type", metavar="TYPE", help=N_("normal, standard or emergency."))
    ] = "",
    queue: Annotated[str, typer.Option("--queue", "-q", metavar="QUEUE", help=N_("Of this queue."))] = "",
    search: Annotated[str, typer.Option("--search", metavar="TEXT", help=N_("With all these words."))] = "",
    every: Annotated[bool, typer.Option("--all", help=N_("Closed and canceled ones, too."))] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=N_("At most so many."))] = 50,
    as_json: Json = False,
) -> None:
    """List changes."""
    with open_desk() as desk:
        only = views.ChangeFilter(
            mine=mine,
            to_approve=to_approve,
            scheduled=scheduled,
            breached=breached,
            step=step,
            type=type_,
            queue=desk.directory.queue(queue).id if queue else None,
            every=every,
        )
        rows = desk.read(views.changes, only, words=search, limit=limit)
        where, now = zone(desk), desk.now
    if as_json:
        streams.emit([change_json.row(row) for row in rows])
        return
    streams.table(
        (_("number"), _("type"), _("step"), _("window"), _("owner"), _("subject")),
        (
            (
                row.number,
                _(CHANGE_TYPES[row.type]),
                step_name(row.step) + (" !" if row.breached(now) else ""),
                times.moment(row.starts_at, where, now) if row.starts_at else "–",
                row.owner or "–",
                row.subject,
            )
            for row in rows
        ),
    )


@app.command("show", help=N_("Show a change: where it stands, what it lacks, who approved it, what it says."))
def show(number: Number, as_json: Json = False) -> None:
    """Show a change."""
    with open_desk() as desk:
        card = desk.read(views.change, number)
        if as_json:
            streams.emit({**change_json.card(card), "collisions": colliding.rows(desk, card.row.id)})
            return
        streams.say(f"{card.row.number} {card.row.subject}")
        _facts(desk, card)
        colliding.say(desk, card.row.id)
        print_risk(card)
        for one in card.rounds:
            _round(one, desk)
        for follow in desk.read(views.next_moves, number):
            if follow.move.target and follow.move.verb not in ("cancel", "rework", "retype"):
                missing = " ".join(follow.missing) or _("nothing is missing.")
                streams.say(
                    _("Next: {step}: {missing}").format(step=step_name(follow.move.target), missing=missing)
                )
        for tie in card.ties:
            state = state_name(tie.state) if tie.other == "ticket" else step_name(tie.state)
            streams.say(f"{field_name(_tie_word(tie.kind))} {tie.number} ({state}): {tie.subject}")
        for task in card.tasks:
            streams.say(f"[{_(TASK_STATES[task.state])}] {task.id} {task.subject} {task.owner}".rstrip())
        for name in TEXTS:
            if card.fields[name].strip():
                streams.say()
                streams.say(field_name(name))
                streams.block(card.fields[name], "  ")
        for note in card.notes:
            streams.say()
            streams.say(f"{note.author} · {times.moment(note.at, zone(desk), desk.now)}")
            streams.block(note.body, "  ")


def _tie_word(kind: str) -> str:
    return "fixes" if kind == "fix" else kind


def _facts(desk: Desk, card: views.ChangeCard) -> None:
    row, where, now, lang = card.row, zone(desk), desk.now, language()

    def at(instant: datetime | None) -> str:
        return times.moment(instant, where, now) if instant else ""

    reason = desk.read(lambda view: in_force.rules_of_changes(view.reader)).reason(
        card.fields["emergency_reason"]
    )
    path = " > ".join(f"[{step_name(step)}]" if step == row.step else step_name(step) for step in card.path)
    streams.pairs(
        (
            (_("type"), _(CHANGE_TYPES[row.type]) + (f": {reason.label(lang)}" if reason else "")),
            (_("path"), path if row.step in card.path else f"{path} · {step_name(row.step)}"),
            (_("level"), desk.rules.sla.level_label(row.level, lang)),
            (_("queue"), row.queue),
            (_("owner"), row.owner),
            (_("implementer"), row.implementer),
            (_("requester"), card.requester),
            (_("contact"), card.contact),
            (_("template"), card.template),
            (
                _("window"),
                times.between(row.starts_at, row.ends_at, where, now)
                if row.starts_at and row.ends_at
                else "",
            ),
            (_("outage"), _("yes") if row.outage else ""),
            (_("collision"), card.fields["collision_reason"]),
            (_("result"), result_name(row.result)),
            (_("begun"), at(card.fields["begun_at"])),
            (_("finished"), at(card.fields["finished_at"])),
            (
                _("review by"),
                at(row.review_due)
                + (" ({words})".format(words=_("past due")) if card.review_breached else ""),
            ),
            (_("reviewed"), at(row.reviewed_at)),
            (_("tickets that wait"), str(card.waiting or "")),
        )
    )


def _round(one: RoundRow, desk: Desk) -> None:
    head = _("Approval by {board}, {n} must: {state}").format(
        board=_(KINDS[Kind(one.kind)]), n=one.quorum, state=_(OUTCOMES[one.outcome])
    )
    if not one.stands:
        head = _("{round} (counts no more: {why})").format(round=head, why=one.fallen_why or "–")
    streams.say(head)
    for each in one.approvals:
        said = _(SAYS[Say(each.state)])
        by = _(" (for them: {login})").format(login=each.decided_by) if each.decided_by else ""
        words = f": {each.words}" if each.words else ""
        streams.block(f"{each.login} {said}{by}{words}", "  ")


@app.command("history", help=N_("Show what happened to a change, the first thing first."))
def history(number: Number, as_json: Json = False) -> None:
    """Show the history."""
    with open_desk() as desk:
        change_id = desk.read(views.change, number).row.id
        events = desk.read(records.history, "change", change_id)
        where, now = zone(desk), desk.now
    if as_json:
        streams.emit(
            [
                {
                    "at": one.at,
                    "actor": one.actor,
                    "verb": one.verb,
                    "changes": one.changes,
                    "text": one.text,
                    "version": one.version,
                }
                for one in events
            ]
        )
        return
    streams.table(
        (_("when"), _("who"), _("what"), _("changes"), _("words")),
        (
            (
                times.moment(one.at, where, now),
                one.actor,
                verb_name(one.verb),
                ", ".join(f"{field_name(name)}: {_told(name, pair)}" for name, pair in one.changes.items()),
                one.text,
            )
            for one in events
        ),
    )


def _told(name: str, pair: list[object]) -> str:
    before, after = (
        "–" if value in (None, "") else step_name(str(value)) if name == "step" else str(value)
        for value in pair
    )
    return f"{before} → {after}"


@app.command("reasons", help=N_("List why a change may be an emergency."))
def reasons(as_json: Json = False) -> None:
    """List the reasons."""
    with open_desk() as desk:
        found = desk.read(lambda view: in_force.rules_of_changes(view.reader)).reasons
    if as_json:
        streams.emit(
            [{"name": one.name, "en": one.en, "nl": one.nl, "incident": one.incident} for one in found]
        )
        return
    streams.table(
        (_("name"), _("incident"), _("reason")),
        ((one.name, _("must be tied") if one.incident else "", one.label(language())) for one in found),
    )


@app.command("score", help=N_("How the changes of each team went, and the incidents they caused."))
def score(
    days: Annotated[
        int, typer.Option("--days", metavar="N", min=1, help=N_("In so many days until now."))
    ] = 90,
    as_json: Json = False,
) -> None:
    """Show the scores."""
    with open_desk() as desk:
        found = desk.read(change_catalogue.scores, desk.now - timedelta(days=days))
    if as_json:
        streams.emit(
            [
                {"queue": one.queue, "score": one.score, "caused": one.caused, "results": one.results}
                for one in found
            ]
        )
        return
    streams.table(
        (_("queue"), _("score"), _("incidents caused"), _("results")),
        (
            (
                one.queue,
                str(one.score),
                str(one.caused),
                ", ".join(f"{result_name(result)} {n}" for result, n in one.results.items()),
            )
            for one in found
        ),
    )
