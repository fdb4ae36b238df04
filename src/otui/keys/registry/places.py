"""Actions of looking: views and their order, finding, marking, going somewhere."""

from __future__ import annotations

from otui.keys.model import EVEN_MODAL, EVERYWHERE, Action, Context
from otui.text.i18n import N_

_LIST = frozenset({Context.LIST})
_BESIDE_LIST = frozenset({Context.LIST, Context.SIDE})


def _view(name: str, title: str, help_text: str, command: str, alias: str) -> Action:
    """Declare one of the views that a digit opens."""
    return Action(f"view.{name}", title, help_text, "views", EVERYWHERE, command=command, aliases=(alias,))


def _saved(digit: int, title: str, help_text: str) -> Action:
    """Declare the view that an agent saved under `digit`."""
    return _view(f"saved{digit}", title, help_text, f"view {digit}", f"weergave {digit}")


def _sort(column: str, title: str, help_text: str, alias: str) -> Action:
    """Declare the sorting of a list by one column."""
    return Action(
        f"sort.{column}",
        title,
        help_text,
        "views",
        _BESIDE_LIST,
        command=f"sort {column}",
        aliases=(f"sorteer {alias}",),
    )


VIEWS = (
    _view("queues", N_("Queues"), N_("The queues with their tickets."), "queues", "wachtrijen"),
    _view("status", N_("Status"), N_("Every ticket by state, closed ones too."), "status", "statussen"),
    _view(
        "escalations",
        N_("Escalations"),
        N_("What is late or nearly so, the soonest first, with live countdowns."),
        "escalations",
        "escalaties",
    ),
    _view("mine", N_("Mine"), N_("The tickets that you own."), "mine", "mijn"),
    _view("free", N_("Free"), N_("Open tickets that nobody owns."), "free", "vrij"),
    _saved(5, N_("View 5"), N_("The view you saved as 5.")),
    _saved(6, N_("View 6"), N_("The view you saved as 6.")),
    _saved(7, N_("View 7"), N_("The view you saved as 7.")),
    _saved(8, N_("View 8"), N_("The view you saved as 8.")),
    _saved(9, N_("View 9"), N_("The view you saved as 9.")),
    Action(
        "view.save",
        N_("Save this view"),
        N_("Save filter, order and columns as a view of your own on 5 to 9."),
        "views",
        _BESIDE_LIST,
        command="save-view DIGIT [NAME...]",
        aliases=("bewaar-weergave",),
    ),
    _sort("due", N_("Sort by due time"), N_("The soonest due time first."), "termijn"),
    _sort("level", N_("Sort by level"), N_("The highest level first."), "niveau"),
    _sort("created", N_("Sort by age"), N_("The oldest ticket first."), "leeftijd"),
    _sort("changed", N_("Sort by last change"), N_("The latest change first."), "wijziging"),
    _sort("number", N_("Sort by number"), N_("The lowest number first."), "nummer"),
    _sort("subject", N_("Sort by subject"), N_("By subject, from A to Z."), "onderwerp"),
    Action(
        "list.reverse",
        N_("Reverse the order"),
        N_("Turn the order of the list around."),
        "views",
        _BESIDE_LIST,
        command="reverse",
        aliases=("keer-om",),
    ),
    Action(
        "list.columns",
        N_("Columns"),
        N_("Choose the columns of the list and their order."),
        "views",
        _BESIDE_LIST,
        command="columns",
        aliases=("kolommen",),
    ),
)

FIND = (
    Action(
        "find.search",
        N_("Search"),
        N_("Search subject, people and text as you type; words in any order, parts of words too."),
        "find",
        EVERYWHERE,
        command="search [TEXT...]",
        aliases=("zoek",),
        cli="otui ticket list --search TEXT",
    ),
    Action(
        "find.palette",
        N_("Palette"),
        N_("Find an action by its name and do it."),
        "find",
        EVERYWHERE,
        command="palette",
        aliases=("palet",),
    ),
    Action(
        "find.command",
        N_("Command line"),
        N_("Type a command, such as :move Network or :wait tomorrow 9."),
        "find",
        EVERYWHERE,
        command="command",
        aliases=("opdracht",),
    ),
    Action(
        "find.help",
        N_("Keys"),
        N_("All keys for what has focus, and what they do."),
        "find",
        EVEN_MODAL,
        command="help",
        aliases=("toetsen",),
        cli="otui keys",
    ),
)

MARK = (
    Action(
        "mark.toggle",
        N_("Mark"),
        N_("Mark the ticket, or take its mark away; a verb acts on what is marked."),
        "mark",
        _LIST,
        command="mark",
        aliases=("markeer",),
    ),
    Action(
        "mark.range",
        N_("Mark a range"),
        N_("Mark from here to where you press it again."),
        "mark",
        _LIST,
        command="mark-range",
        aliases=("markeer-reeks",),
    ),
    Action(
        "mark.all",
        N_("Mark all"),
        N_("Mark every ticket of the list, or none when all are marked."),
        "mark",
        _LIST,
        command="mark-all",
        aliases=("markeer-alles",),
    ),
)

GO = (
    Action(
        "go.ticket",
        N_("Ticket by number"),
        N_("Open a ticket by its number, old or new."),
        "go",
        EVERYWHERE,
        command="ticket NUMBER",
        aliases=("melding", "go", "ga"),
        cli="otui ticket show NR",
    ),
    Action(
        "go.line1",
        N_("First line"),
        N_("Go to the queue of the first line."),
        "go",
        EVERYWHERE,
        command="line 1",
        aliases=("lijn 1",),
    ),
    Action(
        "go.line2",
        N_("Second line"),
        N_("Go to the queue of the second line."),
        "go",
        EVERYWHERE,
        command="line 2",
        aliases=("lijn 2",),
    ),
    Action(
        "go.line3",
        N_("Third line"),
        N_("Go to the queue of the third line."),
        "go",
        EVERYWHERE,
        command="line 3",
        aliases=("lijn 3",),
    ),
    Action(
        "go.customers",
        N_("Customers"),
        N_("Customers and their contacts, with their tickets."),
        "go",
        EVERYWHERE,
        command="customers",
        aliases=("klanten",),
        cli="otui customer list",
    ),
    Action(
        "go.drafts",
        N_("Drafts"),
        N_("What you began to write and did not send."),
        "go",
        EVERYWHERE,
        command="drafts",
        aliases=("concepten",),
    ),
    Action(
        "go.notices",
        N_("Notices"),
        N_("What otui told you during this session."),
        "go",
        EVERYWHERE,
        command="notices",
        aliases=("mededelingen",),
    ),
    Action(
        "go.jump",
        N_("Jump"),
        N_("Show a letter at every place that can have focus; the letter goes there."),
        "go",
        EVERYWHERE,
        command="jump",
        aliases=("spring",),
    ),
    Action(
        "ticket.next",
        N_("Next ticket"),
        N_("The next ticket of the list, without going back to it."),
        "go",
        frozenset({Context.TICKET}),
        command="next",
        aliases=("volgende",),
    ),
    Action(
        "ticket.previous",
        N_("Previous ticket"),
        N_("The previous ticket of the list, without going back to it."),
        "go",
        frozenset({Context.TICKET}),
        command="previous",
        aliases=("vorige",),
    ),
)
