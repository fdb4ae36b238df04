"""An article's way: to who reads it, published, sent back, looked at again, retired, begun anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.knowledge.commands import MoveArticle, Renew
from otui.desk.knowledge.names import still_named
from otui.desk.knowledge.needs import NEEDS
from otui.desk.records.acts import Changes, done
from otui.desk.records.moves import record_for, require_needs
from otui.desk.records.tables import moves_of
from otui.desk.results import Result
from otui.desk.tickets.common import first_words
from otui.domain.knowledge import HOLDS_FOR, Audience
from otui.errors import Usage
from otui.text import safe
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from datetime import datetime

    from otui.desk.unit import Unit
    from otui.store.records import Record

KIND = "knowledge"


def submit(unit: Unit, command: MoveArticle) -> Result:
    """Give a draft to whoever reads it before it counts."""
    return _go(unit, "submit", command, N_("{number} waits to be read by a colleague."))


def send_back(unit: Unit, command: MoveArticle) -> Result:
    """Give it back to its writer, who is told why."""
    return _go(unit, "send-back", command, N_("{number} is a draft again."))


def retire(unit: Unit, command: MoveArticle) -> Result:
    """Take it out of use: it is offered for nothing any more, and stays to be read."""
    return _go(unit, "retire", command, N_("{number} is retired."))


def reopen(unit: Unit, command: MoveArticle) -> Result:
    """Make a draft again of what was retired."""
    return _go(unit, "reopen", command, N_("{number} is a draft again."))


def publish(unit: Unit, command: Renew) -> Result:
    """Let an article count from now on. Who wrote it last does not publish it."""
    article, row = record_for(unit, KIND, command, "publish", moves_of)
    article.reviewer_id = unit.agent.id or None
    require_needs(unit, article, row, NEEDS)
    changes: Changes = {"step": (article.step, row.target)}
    article.step, article.reason = str(row.target), ""
    article.published_at = unit.now
    _holds_until(unit, article, command.review_at, changes)
    said = _("{number} is published.").format(number=article.number) + _warned(unit, article)
    return done(unit, "publish", article, said, changes=changes, batch=command.batch)


def still_holds(unit: Unit, command: Renew) -> Result:
    """Say that a published article was looked at and holds, until it is to be looked at again."""
    article, _row = record_for(unit, KIND, command, "still-holds", moves_of)
    changes: Changes = {}
    _holds_until(unit, article, command.review_at, changes)
    said = _("{number} still holds; it is looked at again on {day}.").format(
        number=article.number, day=article.review_at.date().isoformat()
    )
    return done(unit, "still-holds", article, said, changes=changes, batch=command.batch)


def _go(unit: Unit, verb: str, command: MoveArticle, sentence: str) -> Result:
    article, row = record_for(unit, KIND, command, verb, moves_of)
    reason = safe.line(command.reason)
    article.reason = reason if "reason" in row.needs else ""
    require_needs(unit, article, row, NEEDS)
    changes: Changes = {"step": (article.step, row.target)}
    article.step = str(row.target)
    return done(
        unit,
        verb,
        article,
        _(sentence).format(number=article.number) + (_warned(unit, article) if verb == "submit" else ""),
        changes=changes,
        text=first_words(reason, 500),
        batch=command.batch,
    )


def _warned(unit: Unit, article: Record) -> str:
    """Return a sentence more, where customers are to read an article that still tells whose ticket it came from."""
    found = still_named(unit.writer, article) if article.audience == Audience.CUSTOMERS else []
    if not found:
        return ""
    words = _("It still names who reported it: {names}. Edit it before customers read it.")
    return " " + words.format(names=", ".join(safe.line(one) for one in found))


def _holds_until(unit: Unit, article: Record, until: datetime | None, changes: Changes) -> None:
    """Set when an article is looked at again; a year from now where nobody says."""
    review_at = until or unit.now + HOLDS_FOR
    if review_at <= unit.now:
        raise Usage(_("That time is past."), _("Name one that is still to come."))
    changes["review_at"] = (written(article.review_at), written(review_at))
    article.review_at = review_at


def written(at: datetime | None) -> str | None:
    """Return a point in time as history keeps it."""
    return None if at is None else at.isoformat()
