"""The desk's own words for states, verbs, clocks and kinds, in the language in use."""

from __future__ import annotations

from otui.desk import process_words
from otui.text.i18n import N_, _

STATES = {
    "new": N_("new"),
    "open": N_("open"),
    "waiting-contact": N_("waiting for contact"),
    "waiting-third-party": N_("waiting for third party"),
    "waiting-until": N_("waiting until"),
    "waiting-problem": N_("waiting for problem"),
    "waiting-change": N_("waiting for change"),
    "resolved": N_("resolved"),
    "closed": N_("closed"),
    "merged": N_("merged"),
}
VERBS = {
    "new": N_("new"),
    "message": N_("message"),
    "reply": N_("reply"),
    "note": N_("note"),
    "call": N_("call"),
    "forward": N_("forward"),
    "take": N_("take"),
    "unlock": N_("let go"),
    "assign": N_("assign"),
    "move": N_("move"),
    "line-up": N_("line up"),
    "wait-contact": N_("wait for contact"),
    "wait-third-party": N_("wait for third party"),
    "wait-until": N_("wait until"),
    "wake": N_("end the wait"),
    "resolve": N_("resolve"),
    "close": N_("close"),
    "reopen": N_("reopen"),
    "priority": N_("impact and urgency"),
    "subject": N_("subject"),
    "kind": N_("kind"),
    "category": N_("category"),
    "item": N_("service or item"),
    "contact": N_("contact"),
    "merge": N_("merge"),
    "absorb": N_("absorb"),
    "unmerge": N_("unmerge"),
    "split": N_("split"),
    "link": N_("link"),
    "undo": N_("undo"),
    "redo": N_("redo"),
    "import": N_("import"),
    "escalate": N_("escalate"),
    "warn": N_("warn"),
    "handover": N_("hand over"),
    "lapse": N_("lock lapsed"),
    "auto-close": N_("closed after silence"),
    "recur": N_("recurring ticket"),
    "clocks": N_("clocks rebuilt"),
    "agent-new": N_("new agent"),
    "agent-change": N_("change"),
    "agent-off": N_("deactivate"),
    "agent-on": N_("activate"),
    "queue-new": N_("new queue"),
    "queue-change": N_("change"),
    "queue-off": N_("deactivate"),
    "queue-on": N_("activate"),
    "team": N_("team"),
    "away": N_("out of office"),
    "back": N_("back"),
}
CLOCKS = {"response": N_("response"), "escalation": N_("escalation"), "resolution": N_("resolution")}
KINDS = {"incident": N_("incident"), "request": N_("request")}
LINKS = {
    "related": N_("belongs to"),
    "related-of": N_("belongs to"),
    "parent": N_("parent of"),
    "parent-of": N_("part of"),
    "duplicate": N_("same as"),
    "duplicate-of": N_("same as"),
    "split": N_("split into"),
    "split-of": N_("split from"),
    "merged": N_("merged into"),
    "merged-of": N_("took in"),
    "follow-up": N_("goes on in"),
    "follow-up-of": N_("goes on from"),
}
FIELDS = {
    "state": N_("state"),
    "queue": N_("queue"),
    "owner": N_("owner"),
    "level": N_("level"),
    "impact": N_("impact"),
    "urgency": N_("urgency"),
    "subject": N_("subject"),
    "kind": N_("kind"),
    "category": N_("category"),
    "item": N_("service or item"),
    "contact": N_("contact"),
    "customer": N_("customer"),
    "wait_until": N_("until"),
    "merged_into": N_("merged into"),
    "draft": N_("draft"),
    "clock": N_("clock"),
    "due": N_("due"),
    "checklist": N_("checklist"),
    "left_out": N_("left out"),
}


def state_name(state: str) -> str:
    """Return a state as people say it."""
    return _(STATES.get(state, state))


def verb_name(verb: str) -> str:
    """Return a verb as people say it."""
    return _(VERBS.get(verb) or process_words.VERBS.get(verb, verb)) if verb else ""


def step_name(step: str) -> str:
    """Return where a problem, a change or an article stands, as people say it."""
    return _(process_words.STEPS.get(step, step)) if step else ""


def record_name(kind: str) -> str:
    """Return a kind of record as people say it."""
    return _(process_words.RECORDS.get(kind, kind))


def clock_name(clock: str) -> str:
    """Return a clock's name as people say it."""
    return _(CLOCKS.get(clock, clock))


def kind_name(kind: str) -> str:
    """Return a kind as people say it."""
    return _(KINDS.get(kind, kind))


def link_name(kind: str) -> str:
    """Return how a ticket is tied to the one named after it, as people say it."""
    return _(LINKS.get(kind, kind))


def field_name(field: str) -> str:
    """Return a field of a history event as people say it."""
    return _(FIELDS.get(field) or process_words.FIELDS.get(field, field))


def recurring_state(state: str) -> str:
    """Return where a recurring ticket stands, as people say it."""
    return _(process_words.RECURRING_STATES.get(state, state))
