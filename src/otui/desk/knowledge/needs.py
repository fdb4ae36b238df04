"""What must hold before an article goes on: a test and a sentence for each name in the table of its moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.records.moves import Need
from otui.text.i18n import N_

if TYPE_CHECKING:
    from otui.store.database import Reader
    from otui.store.records import Record


def _has_words(_reader: Reader, article: Record) -> bool:
    return bool(article.body.strip() or article.solution.strip())


def _is_read(reader: Reader, article: Record) -> bool:
    """Whether somebody read it who did not write it. Where one agent is all there is, they are both."""
    if article.writer_id is None or article.reviewer_id not in (None, article.writer_id):
        return True
    others = "SELECT count(*) FROM agent WHERE active AND id <> :writer"
    return not reader.value(others, {"writer": article.writer_id})


def _has_reason(_reader: Reader, article: Record) -> bool:
    return bool(article.reason)


NEEDS: dict[str, Need] = {
    "words": Need(
        _has_words, N_("{number} says nothing yet."), N_("Write its text, or its standard solution.")
    ),
    "reviewer": Need(
        _is_read,
        N_("Who wrote {number} last does not publish it."),
        N_("Ask a colleague to read it and publish it."),
    ),
    "reason": Need(_has_reason, N_("Say why."), N_("A few words after it are enough.")),
}
"""By the name that a move has for it."""
