"""Actions of moving about on a screen, and of the program itself."""

from __future__ import annotations

from otui.keys.model import CHOOSING, EVERYWHERE, READING, Action, Context, Danger
from otui.text.i18n import N_

_PANES = frozenset({Context.LIST, Context.SIDE, Context.THREAD, Context.PANEL, Context.ADMIN})
_TABBING = _PANES | {Context.FORM, Context.COMPOSER, Context.SEARCH}
_WITH_PREVIEW = frozenset({Context.LIST, Context.SIDE})
_SCROLLED = _WITH_PREVIEW | {Context.ADMIN, Context.RECORD, Context.CALENDAR, Context.CAB, Context.CLUSTERS}

MOVE = (
    Action("nav.down", N_("Down"), N_("One line down."), "move", CHOOSING | {Context.COMMAND}),
    Action("nav.up", N_("Up"), N_("One line up."), "move", CHOOSING | {Context.COMMAND}),
    Action("nav.top", N_("Top"), N_("To the first line."), "move", READING),
    Action("nav.bottom", N_("Bottom"), N_("To the last line."), "move", READING),
    Action("nav.half_down", N_("Half a page down"), N_("Half a page down."), "move", READING),
    Action("nav.half_up", N_("Half a page up"), N_("Half a page up."), "move", READING),
    Action("nav.page_down", N_("Page down"), N_("A page down."), "move", CHOOSING),
    Action("nav.page_up", N_("Page up"), N_("A page up."), "move", CHOOSING),
    Action("nav.open", N_("Open"), N_("Open what the cursor is on."), "move", CHOOSING | {Context.COMMAND}),
    Action(
        "nav.back",
        N_("Back"),
        N_("One level up: take away marks or a filter, leave a pane, leave a screen. It never leaves otui."),
        "move",
        frozenset(Context) - {Context.TICKET},
        command="up",
        aliases=("omhoog",),
    ),
    Action("pane.left", N_("Pane to the left"), N_("To the pane on the left."), "move", _PANES),
    Action("pane.right", N_("Pane to the right"), N_("To the pane on the right."), "move", _PANES),
    Action("pane.next", N_("Next pane"), N_("To the next pane or field."), "move", _TABBING),
    Action("pane.previous", N_("Previous pane"), N_("To the previous pane or field."), "move", _TABBING),
    Action(
        "pane.zoom",
        N_("Zoom"),
        N_("Give the focused pane the whole screen, and back."),
        "move",
        _PANES,
        command="zoom",
        aliases=("vergroot",),
    ),
    Action("preview.down", N_("Preview down"), N_("Scroll the preview down."), "move", _SCROLLED),
    Action("preview.up", N_("Preview up"), N_("Scroll the preview up."), "move", _SCROLLED),
    Action(
        "side.fold",
        N_("Fold"),
        N_("Fold the queue's part of the tree."),
        "move",
        _WITH_PREVIEW,
        command="fold",
        aliases=("vouw",),
    ),
    Action(
        "side.unfold",
        N_("Unfold"),
        N_("Unfold the queue's part of the tree."),
        "move",
        _WITH_PREVIEW,
        command="unfold",
        aliases=("ontvouw",),
    ),
    Action(
        "thread.quotes",
        N_("Quoted text"),
        N_("Show quoted lines and signatures, or fold them away."),
        "move",
        frozenset({Context.THREAD}),
        command="quotes",
        aliases=("citaten",),
    ),
    Action(
        "command.complete",
        N_("Complete"),
        N_("Complete the word; again for the next candidate."),
        "move",
        frozenset({Context.COMMAND}),
    ),
)

APP = (
    Action(
        "ticket.new",
        N_("New ticket"),
        N_("Write a new ticket; the contact is picked as you type."),
        "app",
        EVERYWHERE,
        command="new [TEXT...]",
        aliases=("nieuw",),
        cli="otui ticket new --subject S",
    ),
    Action(
        "app.triage",
        N_("Triage mode"),
        N_("After each decision the next ticket comes by itself; again to leave it."),
        "app",
        frozenset({Context.LIST, Context.SIDE, Context.TICKET}),
        command="triage",
        aliases=("doorloop",),
    ),
    Action(
        "app.refresh",
        N_("Take in arrivals"),
        N_("Put new arrivals in the list now."),
        "app",
        EVERYWHERE,
        command="refresh",
        aliases=("ververs",),
    ),
    Action(
        "app.theme",
        N_("Theme"),
        N_("Change between dark and light, or choose a theme by name."),
        "app",
        EVERYWHERE,
        command="theme [THEME]",
        aliases=("thema",),
    ),
    Action(
        "app.language",
        N_("Language"),
        N_("Change between English and Dutch."),
        "app",
        EVERYWHERE,
        command="language [LANGUAGE]",
        aliases=("taal",),
        cli="otui --lang en|nl",
    ),
    Action(
        "app.mouse",
        N_("Release the mouse"),
        N_("Leave the mouse to the terminal for 30 seconds, to select and copy with it."),
        "app",
        EVERYWHERE,
        command="mouse",
        aliases=("muis",),
    ),
    Action(
        "app.quit",
        N_("Leave otui"),
        N_("Leave; it asks only if a draft or a mail would be lost."),
        "app",
        EVERYWHERE,
        command="quit",
        aliases=("q", "stop", "verlaat"),
        danger=Danger.ASKS,
        confirm="y",
    ),
)
