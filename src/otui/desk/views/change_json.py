"""Changes, rounds and standard changes as plain values: what `--json` prints."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from otui.desk.views.change_catalogue import TemplateCard, TemplateRow
from otui.desk.views.change_rounds import RoundRow, WaitsForMe
from otui.desk.views.changes import ChangeCard, ChangeRow
from otui.domain.change.risk import Assessed

_WHOLE = (
    "description", "justification", "emergency_reason", "implementation_plan", "test_plan", "communication_plan",
    "backout_plan", "impact", "urgency", "value", "collision_reason", "begun_at", "finished_at", "test_result",
    "result_words", "documentation", "review", "goal_met", "backout_used", "lessons", "external_number",
)  # fmt: skip


def row(one: ChangeRow) -> dict[str, Any]:
    """Return one line of a list."""
    values = asdict(one)
    del values["id"], values["level_rank"]
    return values


def card(one: ChangeCard) -> dict[str, Any]:
    """Return a change, whole."""
    return {
        **row(one.row),
        **{name: one.fields[name] for name in _WHOLE},
        "path": list(one.path),
        "requester": one.requester or None,
        "contact": one.contact or None,
        "template": one.template or None,
        "closed_at": one.closed_at,
        "risk_explained": _risk(one.risk),
        "rounds": [round_(each) for each in one.rounds],
        "ties": [
            {
                "kind": tie.kind,
                "other": tie.other,
                "number": tie.number,
                "subject": tie.subject,
                "state": tie.state,
            }
            for tie in one.ties
        ],
        "tasks": [
            {
                "id": task.id,
                "kind": task.kind,
                "subject": task.subject,
                "state": task.state,
                "owner": task.owner,
            }
            for task in one.tasks
        ],
        "notes": [{"at": note.at, "author": note.author, "body": note.body} for note in one.notes],
        "plans_missing": list(one.plans_missing),
        "waiting": one.waiting,
        "review_breached": one.review_breached,
    }


def round_(one: RoundRow) -> dict[str, Any]:
    """Return one asking."""
    return {
        "kind": one.kind,
        "quorum": one.quorum,
        "outcome": one.outcome.value,
        "stands": one.stands,
        "asked_at": one.asked_at,
        "asked_by": one.asked_by,
        "fallen_at": one.fallen_at,
        "fallen_why": one.fallen_why,
        "approvals": [
            {
                "agent": each.login,
                "state": each.state,
                "words": each.words,
                "decided_at": each.decided_at,
                "decided_by": each.decided_by or None,
            }
            for each in one.approvals
        ],
    }


def waits(one: WaitsForMe) -> dict[str, Any]:
    """Return what waits for somebody's word."""
    return {
        "number": one.number,
        "subject": one.subject,
        "record": one.record,
        "kind": one.kind,
        "asked_at": one.asked_at,
        "state": one.state,
        "for": one.for_login or None,
    }


def template(one: TemplateRow) -> dict[str, Any]:
    """Return one line of the catalogue."""
    values = asdict(one)
    del values["id"]
    return values


def template_card(one: TemplateCard) -> dict[str, Any]:
    """Return a standard change, whole."""
    plans = (
        "description",
        "justification",
        "implementation_plan",
        "test_plan",
        "communication_plan",
        "backout_plan",
    )
    return {
        **template(one.row),
        **{name: one.fields[name] for name in plans},
        "rounds": [round_(each) for each in one.rounds],
    }


def _risk(found: Assessed) -> dict[str, Any]:
    return {
        "risk": found.risk,
        "complete": found.complete,
        "rule": found.rule.name,
        "rule_risk": found.rule.risk,
        "score": found.score,
        "questions_risk": found.by_questions or None,
        "answers": {question.name: answer.en for question, answer in found.answered},
        "open": [question.name for question in found.open],
        "impact": found.impact,
    }
