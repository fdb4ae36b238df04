"""Actions on checklists, procedures and recurring tickets, and on the category that brings a procedure along."""

from __future__ import annotations

from otui.keys.model import EVERYWHERE, ON_TICKETS, Action, Context, Danger
from otui.text.i18n import N_

_CHECKLIST = frozenset({Context.CHECKLIST})
_RECURRING = frozenset({Context.RECURRING})

PROCEDURES = (
    Action(
        "ticket.checklist",
        N_("Checklist"),
        N_("The steps of the ticket: tick one, leave one out with a reason, add one, attach a procedure."),
        "procedure",
        ON_TICKETS,
        command="checklist",
        aliases=("checklijst", "controlelijst"),
        cli="otui ticket checklist NR",
    ),
    Action(
        "ticket.category",
        N_("Change the category"),
        N_(
            "Say what the ticket is about; the steps of the procedures for it come along. A dash takes it away."
        ),
        "procedure",
        ON_TICKETS,
        command="category CATEGORY...",
        aliases=("categorie",),
        cli="otui ticket category NR WORDS|-",
        on_marks=True,
        danger=Danger.CHANGES,
    ),
    Action(
        "checklist.attach",
        N_("Attach a procedure"),
        N_("Put the steps of a procedure on the ticket that it is not for by itself."),
        "procedure",
        _CHECKLIST,
        command="attach NAME...",
        aliases=("hecht-aan",),
        cli="otui procedure attach NAME NR",
        danger=Danger.CHANGES,
    ),
    Action(
        "go.procedures",
        N_("Procedures and recurring tickets"),
        N_(
            "The checklists that appear on tickets, and the tickets that come back by a rule of the calendar."
        ),
        "procedure",
        EVERYWHERE,
        command="procedures",
        aliases=("terugkerend",),
        cli="otui procedure list",
    ),
    Action(
        "recurring.pause",
        N_("Pause, or resume"),
        N_("Let a recurring ticket make nothing, or come round again."),
        "procedure",
        _RECURRING,
        command="pause",
        aliases=("pauzeer",),
        cli="otui recurring pause NAME",
        danger=Danger.CHANGES,
    ),
    Action(
        "recurring.run",
        N_("Make it now"),
        N_("Make the ticket of a recurring one at once; the next comes when it would have come."),
        "procedure",
        _RECURRING,
        command="run",
        aliases=("maak-nu",),
        cli="otui recurring run NAME",
        danger=Danger.CHANGES,
    ),
    Action(
        "recurring.off",
        N_("Out of use"),
        N_(
            "Take a procedure or a recurring ticket out of use, or into use again; what stands on tickets stays."
        ),
        "procedure",
        _RECURRING,
        command="out-of-use",
        aliases=("buiten-gebruik",),
        cli="otui procedure deactivate NAME",
        danger=Danger.CHANGES,
    ),
)
