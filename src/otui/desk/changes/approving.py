"""Approval: asked of peers or of a board, and each person's own word on it. Nobody's word changes another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.changes import rounds
from otui.desk.changes.common import KIND, change_for, require
from otui.desk.office import absence
from otui.desk.records.acts import Changes, done, name_of, require_version
from otui.desk.records.finding import find
from otui.domain.change import approval, steps
from otui.domain.change.approval import Kind, Outcome, Say
from otui.domain.change.steps import Step, Type
from otui.errors import Refused, Usage
from otui.text import safe
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.desk.changes.commands import Ask, Decide
    from otui.desk.results import Result
    from otui.desk.rows import AgentRow
    from otui.desk.unit import Unit
    from otui.store.records import Record

TEMPLATE = "change_template"
VERBS = {Say.APPROVED: "approve", Say.REJECTED: "reject", Say.DEFERRED: "defer"}


def ask(unit: Unit, command: Ask) -> Result:
    """Ask for the approval that the step of a change calls for. Refused while one asking is under way or approved."""
    change, row = change_for(unit, command, "ask")
    kind = Kind(steps.ASKS[(Type(change.type), Step(change.step))])
    require(unit, change, row)
    require_unasked(unit, change, kind)
    if kind is Kind.PEER:
        asked = rounds.peers(unit, change, command.approvers)
    elif command.approvers:
        raise Usage(
            _("{board} is asked as a whole.").format(board=_(rounds.KINDS[kind])),
            _("`otui change board list` shows who is on it."),
        )
    else:
        asked = rounds.members(unit, kind, change)
    return ask_round(unit, change, asked, command.batch)


def ask_round(
    unit: Unit, record: Record, asked: rounds.Asked, batch: str, **more: tuple[object, object]
) -> Result:
    """Open a round on a change or a template and end the verb."""
    rounds.ask(unit, record, asked)
    names = ", ".join(agent.login for agent in asked.agents)
    changes: Changes = {"approval": (None, names), **more}
    sentence = (
        _("{number}: {names} are asked; {n} must approve.")
        if len(asked.agents) > 1
        else _("{number}: {names} is asked.")
    )
    return done(
        unit,
        "ask",
        record,
        sentence.format(number=name_of(record), names=names, n=asked.quorum),
        changes=changes,
        batch=batch,
    )


def require_unasked(unit: Unit, record: Record, kind: Kind) -> None:
    """Refuse a second asking: who was asked has the word, and who rejected it is not asked round."""
    found = approval.standing(rounds.rounds_of(unit.writer, record.table, record.id), kind)
    if found is None:
        return
    words = {"number": name_of(record), "board": _(rounds.KINDS[kind])}
    if found.outcome is Outcome.APPROVED:
        raise Refused(_("{number} is approved by {board} already.").format(**words))
    if found.outcome is Outcome.REJECTED:
        raise Refused(
            _("{number} was rejected by {board}.").format(**words),
            _("Work it out anew: `otui change rework {number} --reason TEXT`.").format(**words),
        )
    raise Refused(_("{number} waits for {board} already.").format(**words))


def approve(unit: Unit, command: Decide) -> Result:
    """Approve a change, being asked."""
    return _decide(unit, command, Say.APPROVED)


def reject(unit: Unit, command: Decide) -> Result:
    """Reject a change, being asked, and say why."""
    return _decide(unit, command, Say.REJECTED)


def defer(unit: Unit, command: Decide) -> Result:
    """Put the decision off, being asked, and say why; what was deferred can be approved or rejected later."""
    return _decide(unit, command, Say.DEFERRED)


SAID = {
    Say.APPROVED: N_("You approve {number}."),
    Say.REJECTED: N_("You reject {number}."),
    Say.DEFERRED: N_("You defer {number}."),
}
SAID_FOR = {
    Say.APPROVED: N_("You approve {number} for {name}."),
    Say.REJECTED: N_("You reject {number} for {name}."),
    Say.DEFERRED: N_("You defer {number} for {name}."),
}


def _decide(unit: Unit, command: Decide, say: Say) -> Result:
    verb = VERBS[say]
    record, current = _current(unit, command, verb)
    words = safe.clean(command.words).strip()
    if say is not Say.APPROVED and not words:
        raise Refused(_("Say why: whoever planned it must know."), _("A few words after it are enough."))
    mine = _mine(unit, record, current, command.for_agent)
    if (mine.state, mine.words) == (say, words):
        raise Refused(_("You said that of {number} already.").format(number=name_of(record)))
    stands_for = unit.whole.agents.get(mine.agent_id) if mine.agent_id != unit.agent.id else None
    former = mine.state
    mine.state, mine.words, mine.decided_at, mine.decided_by_id = say.value, words, unit.now, unit.agent.id
    who = f"{stands_for.login} ({unit.agent.login})" if stands_for else unit.agent.login
    changes: Changes = {"approval": (f"{who}: {former}", f"{who}: {say.value}")}
    outcome = approval.outcome([Say(one.state) for one in rounds.approvals(unit, current.id)], current.quorum)
    if record.table == TEMPLATE:
        _settle_template(unit, record, current, outcome, changes)
    sentence = _(SAID_FOR[say] if stands_for else SAID[say]).format(
        number=name_of(record), name=stands_for.login if stands_for else ""
    )
    tail = _("As it stands: {state}.").format(state=_(rounds.OUTCOMES[outcome]))
    return done(unit, verb, record, f"{sentence} {tail}", changes=changes, text=words, batch=command.batch)


def _current(unit: Unit, command: Decide, verb: str) -> tuple[Record, Record]:
    """Return the record that is decided on, and the round that is under way on it."""
    if command.record == TEMPLATE:
        record, kind = find(unit, TEMPLATE, command.ref), Kind.CAB
        require_version(unit, record, command.version)
    elif command.record == KIND:
        record, row = change_for(unit, command, verb)
        kind = Kind(steps.ASKS[(Type(record.type), Step(record.step))])
        require(unit, record, row)
    else:
        raise Usage(_("{record} is not approved by anybody.").format(record=command.record))
    found = [one for one in rounds.standing_rows(unit, record) if one.kind == kind]
    if not found or (record.table == TEMPLATE and record.state != "proposed"):
        raise Refused(_("Nobody is asked to approve {number} now.").format(number=name_of(record)))
    return record, found[-1]


def _mine(unit: Unit, record: Record, current: Record, for_agent: str) -> Record:
    """Return the approval that the agent at work may write: their own, or that of an absent one they stand in for."""
    rights.require_active(unit.agent)
    rounds.require_free(record, unit.agent)
    said = rounds.approvals(unit, current.id)
    if for_agent:
        wanted: int | None = _absent(unit, unit.directory.agent(for_agent), said)
    else:
        pairs = [(one.agent_id, one.state) for one in said]
        wanted = rounds.own_approval(pairs, rounds.parties(record), unit.agent, unit.whole, unit.now)
    if wanted is None:
        names = ", ".join(unit.name_of(one.agent_id) for one in said)
        raise Refused(
            _("You are not asked to approve {number}.").format(number=name_of(record)),
            _("It is for {names}.").format(names=names),
        )
    return next(one for one in said if one.agent_id == wanted)


def _absent(unit: Unit, agent: AgentRow, said: list[Record]) -> int | None:
    """Return an approver whom the agent at work stands in for. Refused where they do not."""
    approvers = {one.agent_id for one in said}
    if agent.id not in approvers:
        return None
    if agent.id == unit.agent.id:
        return agent.id
    if unit.agent.id in approvers:
        raise Refused(
            _("You are asked yourself: nobody has two votes."),
            _("{name} is asked beside you.").format(name=agent.login),
        )
    substitute = absence.stand_in(unit.whole, agent.id, unit.now)
    if substitute is None or substitute.id != unit.agent.id:
        raise Refused(
            _("You do not stand in for {name}.").format(name=agent.login),
            _("Who is out of office names who stands in."),
        )
    return agent.id


def _settle_template(
    unit: Unit, template: Record, current: Record, outcome: Outcome, changes: Changes
) -> None:
    """Let a standard change of the catalogue follow what the board says of it."""
    state = {Outcome.APPROVED: "approved", Outcome.REJECTED: "draft"}.get(outcome)
    if state is None:
        return
    changes["state"] = (template.state, state)
    template.state = state
    if outcome is Outcome.APPROVED:
        template.approved_at = unit.now
    else:
        current.fallen_at, current.fallen_why = unit.now, "reject"
