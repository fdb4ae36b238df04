"""change.toml as rows: who must approve, what stops a change, when it is reviewed, what makes it a risk."""

from __future__ import annotations

from collections.abc import Iterator

from otui.desk.changes.assessing import risk_name
from otui.desk.changes.rounds import KINDS
from otui.desk.process_words import CHANGE_TYPES
from otui.domain.change.approval import Kind
from otui.domain.change.risk import Question, RiskRule, RiskRules
from otui.domain.change.rule_file import ChangeRules, Quorum, Stop
from otui.text.i18n import N_, _, language, ngettext

NAME = 30
Cells = tuple[tuple[str, int, str], ...]
STOPS = {
    Stop.BLOCK: N_("does not go on"),
    Stop.REASON: N_("goes on with a reason"),
    Stop.NOTE: N_("is told"),
}
"""What a clash does, in words."""


def change_cells(rules: ChangeRules) -> Iterator[Cells]:
    """Yield the cells of each row."""
    yield _head(_("Approval"))
    for kind in Kind:
        yield _pair(_(KINDS[kind]), _quorum(rules.quorums[kind]))
    yield _head("")
    yield _head(_("By type"))
    for name, title in CHANGE_TYPES.items():
        days = rules.review_days[name]
        review = ngettext("reviewed within {n} working day", "reviewed within {n} working days", days).format(
            n=days
        )
        yield _pair(_(title), review if days else _("no limit to the review"))
        yield _pair("  " + _("in a blackout"), _(STOPS[rules.freeze[name]]))
        yield _pair("  " + _("in a collision"), _(STOPS[rules.collision[name]]))
    yield _head("")
    yield _head(_("Why a change may be an emergency"))
    for reason in rules.reasons:
        tied = " · " + _("its incident must be tied") if reason.incident else ""
        yield _pair(reason.name, reason.label(language()) + tied)
    yield _head("")
    yield from _risk(rules.risk)


def _risk(rules: RiskRules) -> Iterator[Cells]:
    lang = language()
    yield _head(_("Risk: the first rule that fits, or the answers, whichever is higher"))
    for rule in rules.rules:
        yield _pair(rule.label(lang), _rule(rule))
    sums = _("from {medium} on: {word}; from {high} on: {most}")
    yield _pair(
        _("sum of the answers"),
        sums.format(medium=rules.medium, word=risk_name("medium"), high=rules.high, most=risk_name("high")),
    )
    for question in rules.questions:
        yield _pair("  " + question.label(lang), _answers(question))


def _rule(rule: RiskRule) -> str:
    if rule.impact is None:
        return risk_name(rule.risk)
    return _("{risk}, impact at least {factor}").format(risk=risk_name(rule.risk), factor=rule.impact)


def _answers(question: Question) -> str:
    return " · ".join(f"{answer.label(language())} {answer.weight}" for answer in question.answers)


def _quorum(quorum: Quorum) -> str:
    if quorum.percent == 100:
        return _("all who are asked")
    if quorum.percent:
        return _("{share} of those who are asked").format(share=f"{quorum.percent} %")
    return ngettext("{n} must approve", "{n} must approve", quorum.number).format(n=quorum.number)


def _head(text: str) -> Cells:
    return ((text, 0, "strong" if text else ""),)


def _pair(name: str, value: str) -> Cells:
    return (("  " + name, NAME, "muted"), (value, 0, ""))
