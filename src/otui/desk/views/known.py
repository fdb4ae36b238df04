"""What is known for a ticket or for words being written: the best articles, each with why it fits.

An article fits by the words that it shares, and the more so by the service that both are about. What helped comes
before what did not, and what was looked at lately before what is due to be looked at again. See docs/knowledge.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.knowledge.using import require_usable
from otui.desk.records.finding import not_there, resolve
from otui.desk.views import ticket as ticket_views
from otui.desk.views.knowledge import HELPED
from otui.store import record_words
from otui.store.record_words import Hit, terms_of
from otui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.desk.records.finding import Ref

BEST = 3
LOOKED_AT = 60
"""Articles with the most telling words that are looked at; the rest share too little."""
OF_ITEM = 40
"""Articles about the same service that are looked at besides."""
TITLE = 6
"""A word of this weight stands in a title or is a keyword: a rare one of these is enough to fit."""
LEAST_WORDS = 2
SAME_ITEM = 12.0
"""What it adds to the fit that both are about the same service: about as much as one rare word of a title."""
YEAR = 365 * 86_400
OVERDUE = 0.6
"""What the fit of an article that is due to be looked at again is multiplied by."""
FAINT = 0.2
"""What scores less than this share of the best is no answer beside it."""
ALIKE = 0.6
"""An article that has this share of a subject's words in its title or keywords is about the same."""


@dataclass(frozen=True, slots=True)
class Known:
    """An article that fits, and why."""

    id: int
    version: int
    number: str
    subject: str
    solution: str
    item: str
    words: tuple[str, ...]
    """The words that both have."""
    same_item: bool
    used: int
    used_like: int
    """How often it was used on tickets about the same service, or else of the same category."""
    helped: int
    overdue: bool
    score: float

    @property
    def why(self) -> str:
        """Why it fits, in one line."""
        parts = [", ".join(self.words[:4])] if self.words else []
        if self.same_item:
            parts.append(_("about {item}").format(item=self.item))
        if self.used_like:
            words = ngettext(
                "used {n} time on tickets like it", "used {n} times on tickets like it", self.used_like
            )
            parts.append(words.format(n=self.used_like))
        elif self.used:
            parts.append(ngettext("used {n} time", "used {n} times", self.used).format(n=self.used))
        if self.helped:
            parts.append(_("helped {n}").format(n=self.helped))
        if self.overdue:
            parts.append(_("due for review"))
        return " · ".join(parts)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a ticket: what was used on it, and what fits it besides."""

    ticket_id: int
    used: tuple[Known, ...] = ()
    best: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What is asked about: telling words, and what is known of the ticket."""

    terms: tuple[str, ...] = ()
    item_id: int | None = None
    category: str = ""


def about_ticket(view: View, ref: Ref, text: str = "") -> About:
    """Return what a ticket is about: its subject, what was asked first, its service; and what is being written."""
    row = ticket_views.require_there(view, ref)
    item_id, category = view.reader.one(
        "SELECT item_id, category FROM ticket WHERE id = :id", {"id": row.id}
    ) or (None, "")
    asked = ""
    if ticket_views.readable(view, row):
        asked = str(
            view.reader.value(
                "SELECT body FROM article WHERE ticket_id = :id AND kind <> 'note' AND NOT withdrawn"
                " ORDER BY id LIMIT 1",
                {"id": row.id},
            )
            or ""
        )
    return About(terms_of(f"{row.subject}\n{text}\n{asked}"), item_id, category)


def for_ticket(view: View, ref: Ref, text: str = "", *, limit: int = BEST) -> tuple[Known, ...]:
    """Return the published articles that fit a ticket best."""
    return _best(view, about_ticket(view, ref, text), limit=limit)


def for_text(view: View, words: str, *, item_id: int | None = None, limit: int = BEST) -> tuple[Known, ...]:
    """Return the published articles that fit words best: those of a ticket that is not made yet, say."""
    return _best(view, About(terms_of(words), item_id), limit=limit)


def _best(view: View, about: About, *, limit: int = BEST) -> tuple[Known, ...]:
    """Return the published articles that fit best, the best first."""
    hits = {
        hit.record_id: hit
        for hit in record_words.fitting(view.reader, "knowledge", about.terms)[:LOOKED_AT]
        if len(hit.words) >= LEAST_WORDS or (hit.rare and hit.weight >= TITLE)
    }
    if about.item_id is not None:
        for (article_id,) in view.reader.all(
            "SELECT id FROM knowledge WHERE item_id = :item ORDER BY id DESC LIMIT :most",
            {"item": about.item_id, "most": OF_ITEM},
        ):
            hits.setdefault(article_id, Hit(article_id, 0.0, ()))
    found = sorted(_known(view, about, hits), key=lambda known: (-known.score, -known.id))
    return tuple(one for one in found[:limit] if one.score >= FAINT * found[0].score)


def alike(view: View, words: str, keywords: str = "") -> tuple[Known, ...]:
    """Return articles, whatever their step but retired, that are about the same as a subject and keywords."""
    terms = terms_of(f"{words} {keywords}")
    hits = {
        hit.record_id: hit
        for hit in record_words.fitting(view.reader, "knowledge", terms)[:LOOKED_AT]
        if hit.weight >= TITLE and len(hit.words) >= max(1.0, ALIKE * len(terms_of(words)))
    }
    found = _known(view, About(terms), hits, step="<> 'retired'")
    return tuple(sorted(found, key=lambda known: (-known.score, -known.id)))


def beside(view: View, ref: Ref) -> Beside:
    """Return what was used on a ticket, and what fits it besides."""
    used = used_on(view, ref)
    there = {one.id for one in used}
    found = for_ticket(view, ref, limit=BEST + len(used))
    ticket_id = ticket_views.resolve_ref(view, ref)
    return Beside(ticket_id, used, tuple(one for one in found if one.id not in there)[:BEST])


def these(view: View, ids: Sequence[int]) -> dict[int, Known]:
    """Return published articles that were found in another way, by id."""
    hits = {one: Hit(one, 0.0, ()) for one in ids}
    return {known.id: known for known in _known(view, About(), hits)}


def published(view: View, ref: Ref) -> Known:
    """Return one article that may go to a contact; Refused where it may not."""
    article_id = resolve(view, "knowledge", ref)
    article = view.reader.load("knowledge", article_id)
    if article is None:
        raise not_there("knowledge", ref)
    require_usable(article)
    return these(view, (article_id,))[article_id]


def used_on(view: View, ref: Ref) -> tuple[Known, ...]:
    """Return the articles that were used on a ticket, in the order in which they were."""
    row = ticket_views.require_there(view, ref)
    ids = [
        article_id
        for (article_id,) in view.reader.all(
            "SELECT knowledge_id FROM knowledge_use WHERE ticket_id = :id ORDER BY id", {"id": row.id}
        )
    ]
    found = {
        one.id: one for one in _known(view, About(), {one: Hit(one, 0.0, ()) for one in ids}, step="<> ''")
    }
    return tuple(found[one] for one in ids if one in found)


def _known(view: View, about: About, hits: dict[int, Hit], *, step: str = "= 'published'") -> list[Known]:
    if not hits:
        return []
    ids = ",".join(str(int(one)) for one in hits)
    hidden = rights.without(view.hidden, "coalesce(r.queue_id, 0)")
    rows = view.reader.all(
        "SELECT r.id, r.version, r.number, r.subject, r.solution, r.item_id, coalesce(i.name, ''), r.updated_at,"
        " r.review_at FROM knowledge r LEFT JOIN item i ON i.id = r.item_id"
        f" WHERE r.id IN ({ids}) AND r.step {step}{hidden}"
    )
    used = _used(view, [row[0] for row in rows])
    like = _used_like(view, about, [row[0] for row in rows])
    now = int(view.now.timestamp() * 1_000_000)
    found = []
    for article_id, version, number, subject, solution, item_id, item, updated, review in rows:
        times, helped = used.get(article_id, (0, 0))
        same_item = about.item_id is not None and item_id == about.item_id
        overdue = review is not None and review <= now
        fit = hits[article_id].score + (SAME_ITEM if same_item else 0.0)
        found.append(
            Known(
                id=article_id,
                version=version,
                number=number,
                subject=subject,
                solution=solution,
                item=item,
                words=hits[article_id].words,
                same_item=same_item,
                used=times,
                used_like=like.get(article_id, 0),
                helped=helped,
                overdue=overdue,
                score=fit * _trust(times, helped) * _freshness(now - updated, overdue=overdue),
            )
        )
    return found


def _trust(used: int, helped: int) -> float:
    """Return what use says of an article, from 0.5 (never helped) to 1.5; 1 where it is not used yet."""
    return 0.5 + (helped + 1) / (used + 2)


def _freshness(age: int, *, overdue: bool) -> float:
    """Return what time takes away: a little every year, and more once it is due to be looked at again."""
    return (OVERDUE if overdue else 1.0) / (1.0 + 0.1 * max(0, age) / 1_000_000 / YEAR)


def _used(view: View, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return (used, helped) of articles."""
    if not ids:
        return {}
    among = ",".join(str(int(one)) for one in ids)
    rows = view.reader.all(
        f"SELECT u.knowledge_id, count(*), sum(CASE WHEN {HELPED} THEN 1 ELSE 0 END) FROM knowledge_use u"
        f" JOIN ticket t ON t.id = u.ticket_id WHERE u.knowledge_id IN ({among}) GROUP BY u.knowledge_id"
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def _used_like(view: View, about: About, ids: Sequence[int]) -> dict[int, int]:
    """Return how often articles were used on tickets about the same service, else of the same category."""
    if not ids or (about.item_id is None and not about.category):
        return {}
    among = ",".join(str(int(one)) for one in ids)
    column, value = ("item_id", about.item_id) if about.item_id is not None else ("category", about.category)
    rows = view.reader.all(
        "SELECT u.knowledge_id, count(*) FROM knowledge_use u JOIN ticket t ON t.id = u.ticket_id"
        f" WHERE u.knowledge_id IN ({among}) AND t.{column} = :value GROUP BY u.knowledge_id",
        {"value": value},
    )
    return {row[0]: int(row[1]) for row in rows}
