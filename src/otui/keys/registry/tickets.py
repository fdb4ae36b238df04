"""Actions that change a ticket: own, decide and tie together. Each is one verb of the desk."""

from __future__ import annotations

from otui.keys.model import ON_TICKETS, Action, Danger
from otui.text.i18n import N_


def _verb(
    name: str,
    title: str,
    help_text: str,
    group: str,
    command: str,
    aliases: tuple[str, ...],
    cli: str | None = None,
) -> Action:
    """Declare a verb that changes tickets, that marks apply to, and that undo takes back."""
    return Action(
        id=f"ticket.{name}",
        title=title,
        help=help_text,
        group=group,
        contexts=ON_TICKETS,
        command=command,
        aliases=aliases,
        cli=cli,
        on_marks=True,
        danger=Danger.CHANGES,
    )


OWN = (
    _verb(
        "take",
        N_("Take"),
        N_("Lock the ticket and become its owner."),
        "own",
        "take",
        ("neem",),
        "otui ticket take NR",
    ),
    _verb(
        "unlock",
        N_("Let go"),
        N_("Release the lock, so that the ticket is free for others again."),
        "own",
        "unlock",
        ("laat-los", "ontgrendel"),
        "otui ticket unlock NR",
    ),
    _verb(
        "assign",
        N_("Assign to"),
        N_("Give the ticket to another agent."),
        "own",
        "assign AGENT",
        ("wijs-toe", "toewijzen"),
        "otui ticket assign NR LOGIN",
    ),
)

DECIDE = (
    _verb(
        "priority",
        N_("Level"),
        N_("Set impact and urgency; the level and the due times follow from them."),
        "decide",
        "level IMPACT URGENCY",
        ("niveau", "priority", "prioriteit"),
        "otui ticket priority NR --impact N --urgency N",
    ),
    _verb(
        "move",
        N_("Move"),
        N_("Move the ticket to another queue."),
        "decide",
        "move QUEUE [REASON...]",
        ("verplaats",),
        "otui ticket move NR QUEUE [--reason R]",
    ),
    _verb(
        "line_up",
        N_("Line up"),
        N_("Hand the ticket to the next line, with the reason. The lock is released and the clocks go on."),
        "decide",
        "line-up REASON...",
        ("lijn-hoger", "escaleer"),
        "otui ticket line-up NR --reason R",
    ),
    _verb(
        "wait",
        N_("Wait"),
        N_("Wait for the contact, a third party, a problem or change, or until 2h, tomorrow 9, fri 14:00."),
        "decide",
        "wait WHEN...",
        ("wacht",),
        "otui ticket wait NR contact|third-party|P...|C...|WHEN",
    ),
    _verb(
        "resolve",
        N_("Solve"),
        N_("Resolve the ticket and stop its clocks; words after it are the solution."),
        "decide",
        "solve [TEXT...]",
        ("los-op", "oplossen", "resolve"),
        "otui ticket resolve NR [--body B|-]",
    ),
    _verb(
        "close",
        N_("Close"),
        N_("Close the ticket and take it out of its queue."),
        "decide",
        "close [TEXT...]",
        ("sluit",),
        "otui ticket close NR [--body B|-]",
    ),
    _verb(
        "reopen",
        N_("Reopen"),
        N_("Open a resolved or closed ticket again; a second cycle of its clocks starts."),
        "decide",
        "reopen",
        ("heropen",),
        "otui ticket reopen NR",
    ),
    _verb(
        "junk",
        N_("Junk"),
        N_("Close the ticket as junk, without a word to its sender."),
        "decide",
        "junk",
        ("ongewenst", "rommel"),
        "otui ticket close NR --body junk",
    ),
    _verb(
        "subject",
        N_("Change the subject"),
        N_("Give the ticket another subject."),
        "decide",
        "subject TEXT...",
        ("onderwerp",),
    ),
    _verb(
        "kind",
        N_("Change the kind"),
        N_("Say whether the ticket is an incident or a request."),
        "decide",
        "kind KIND",
        ("soort",),
    ),
    _verb(
        "contact",
        N_("Change the contact"),
        N_("Choose whom the ticket is from, or make a new contact on the fly."),
        "decide",
        "contact CONTACT...",
        ("melder",),
    ),
)

TIE = (
    _verb(
        "merge",
        N_("Merge into"),
        N_("Merge the ticket into another one; its messages go along."),
        "tie",
        "merge NUMBER",
        ("voeg-samen", "samenvoegen"),
        "otui ticket merge NR INTO",
    ),
    _verb(
        "unmerge",
        N_("Unmerge"),
        N_("Take a merged ticket out of the other one again."),
        "tie",
        "unmerge",
        ("haal-uiteen",),
        "otui ticket unmerge NR",
    ),
    Action(
        id="ticket.split",
        title=N_("Split off"),
        help=N_("Make a new ticket of the message under the cursor, linked to this one."),
        group="tie",
        contexts=ON_TICKETS,
        command="split [ARTICLE]",
        aliases=("splits",),
        cli="otui ticket split NR ARTICLE",
        danger=Danger.CHANGES,
    ),
    _verb(
        "link",
        N_("Link to"),
        N_("Link the ticket to another one."),
        "tie",
        "link NUMBER",
        ("koppel",),
        "otui ticket link NR NR2",
    ),
)
