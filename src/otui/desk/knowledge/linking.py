"""What an article is about or comes from: tickets, problems, changes, services, and other articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.knowledge.commands import TieArticle
from otui.desk.knowledge.steps import KIND
from otui.desk.records.acts import done, name_of
from otui.desk.records.moves import record_for
from otui.desk.records.tables import moves_of
from otui.desk.records.ties import TICKET, other_end, tie, untie
from otui.desk.results import Result
from otui.errors import Refused
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.unit import Unit

TIES = {TICKET: "related", "problem": "related", "change": "related", "knowledge": "related", "item": "about"}
"""What each kind of thing is to an article; what one was made of is its source."""


def link(unit: Unit, command: TieArticle) -> Result:
    """Tie something to an article."""
    article, _row = record_for(unit, KIND, command, "link", moves_of)
    kind, other = other_end(unit, command.other, *TIES)
    if (kind, other.id) == (KIND, article.id):
        raise Refused(_("An article cannot be linked to itself."))
    words = {"number": article.number, "other": name_of(other)}
    if not tie(unit, article, TIES[kind], kind, other.id):
        raise Refused(_("{number} and {other} are linked already.").format(**words))
    said = _("{number} and {other} are linked.").format(**words)
    changes = {"link": (None, words["other"])}
    return done(unit, "tie", article, said, changes=changes, batch=command.batch)


def unlink(unit: Unit, command: TieArticle) -> Result:
    """Take such a tie away, or that with what the article was made of."""
    article, _row = record_for(unit, KIND, command, "link", moves_of)
    kind, other = other_end(unit, command.other, *TIES)
    words = {"number": article.number, "other": name_of(other)}
    taken = [untie(unit, article, name, kind, other.id) for name in (TIES[kind], "source")]
    if not any(taken):
        raise Refused(_("{number} and {other} are not linked.").format(**words))
    said = _("{number} and {other} are no longer linked.").format(**words)
    changes = {"link": (words["other"], None)}
    return done(unit, "untie", article, said, changes=changes, batch=command.batch)
