"""Actions on what is known: the list, articles of tickets, standard solutions, and what is offered while writing."""

from __future__ import annotations

from otui.keys.model import EVERYWHERE, ON_TICKETS, Action, Context, Danger
from otui.text.i18n import N_

_COMPOSER = frozenset({Context.COMPOSER})

KNOWLEDGE = (
    Action(
        "go.knowledge",
        N_("Knowledge"),
        N_("What the desk knows: articles to read, to write, to review. Words narrow the list."),
        "go",
        EVERYWHERE,
        command="knowledge [TEXT...]",
        aliases=("kennis",),
        cli="otui knowledge list",
    ),
    Action(
        "ticket.article",
        N_("Knowledge article of it"),
        N_("Begin an article of the ticket: what was asked, and the last reply as the standard solution."),
        "make",
        ON_TICKETS,
        command="article",
        aliases=("kennisitem",),
        cli="otui knowledge from NR",
        danger=Danger.CHANGES,
    ),
    Action(
        "ticket.solution",
        N_("Standard solution"),
        N_(
            "What is known for the ticket; send a standard solution to it or to all marked ones, once you saw whom."
        ),
        "know",
        ON_TICKETS,
        command="solution [NUMBER]",
        aliases=("oplossing",),
        cli="otui knowledge apply K-NR NR... --resolve",
        on_marks=True,
        danger=Danger.CHANGES,
    ),
    Action(
        "ticket.helped",
        N_("Whether it helped"),
        N_(
            "Say whether the knowledge article that was used helped; unsaid, it did once the ticket is solved."
        ),
        "know",
        ON_TICKETS,
        command="helped [TEXT...]",
        aliases=("geholpen",),
        cli="otui knowledge helped NR",
        danger=Danger.CHANGES,
    ),
    Action(
        "knowledge.holds",
        N_("Still holds"),
        N_("The article was looked at and still holds; it is looked at again in a year."),
        "knowledge",
        frozenset({Context.KNOWLEDGE}),
        command="still-holds",
        aliases=("klopt-nog",),
        cli="otui knowledge holds K-NR",
        danger=Danger.CHANGES,
    ),
    Action(
        "compose.known",
        N_("What is known"),
        N_("Look at what is known for the ticket and put a standard solution in the reply, filled in."),
        "compose",
        _COMPOSER,
        command="known",
        aliases=("bekend",),
    ),
    Action(
        "compose.known_put",
        N_("Put the best in"),
        N_("Put in the standard solution that fits best, filled in for the ticket."),
        "compose",
        _COMPOSER,
        command="known-put",
        aliases=("bekend-invoegen",),
        danger=Danger.CHANGES,
    ),
)
