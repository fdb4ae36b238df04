"""Actions on any record: a problem, a change, a knowledge article, a service. The same key means the same on each."""

from __future__ import annotations

from otui.keys.model import Action, Context, Danger
from otui.text.i18n import N_

ON_RECORDS = frozenset({Context.RECORD})


def _verb(
    name: str,
    title: str,
    help_text: str,
    group: str,
    command: str,
    alias: str,
    *,
    danger: Danger = Danger.CHANGES,
) -> Action:
    """Declare what a key does to the record that is open, or to the one under the cursor of a list."""
    return Action(
        id=f"record.{name}",
        title=title,
        help=help_text,
        group=group,
        contexts=ON_RECORDS,
        command=command,
        aliases=(alias,),
        danger=danger,
    )


RECORDS = (
    _verb("take", N_("Take"), N_("Become its owner."), "own", "record-take", "dossier-neem"),
    _verb(
        "assign",
        N_("Assign to"),
        N_("Give it to another agent."),
        "own",
        "record-assign AGENT",
        "dossier-wijs-toe",
    ),
    _verb(
        "note",
        N_("Internal note"),
        N_("Write on it; every agent who sees it reads that."),
        "talk",
        "record-note [TEXT...]",
        "dossier-notitie",
    ),
    _verb(
        "next",
        N_("Next step"),
        N_("What may follow, who may do it and what is still missing; Enter does it."),
        "decide",
        "step [TEXT...]",
        "stap",
    ),
    _verb(
        "edit",
        N_("Edit"),
        N_("Write its fields; what you write is kept as a draft until it is saved."),
        "decide",
        "record-edit",
        "dossier-bewerk",
    ),
    _verb(
        "priority",
        N_("Level"),
        N_("Set impact and urgency; the level follows from them."),
        "decide",
        "record-level IMPACT URGENCY",
        "dossier-niveau",
    ),
    _verb(
        "move",
        N_("Move"),
        N_("Move it to another queue."),
        "decide",
        "record-move QUEUE [REASON...]",
        "dossier-verplaats",
    ),
    _verb(
        "tasks",
        N_("Tasks"),
        N_("Its tasks: make one, do one, leave one out with a reason, hand one to somebody."),
        "decide",
        "tasks",
        "dossier-taken",
        danger=Danger.SAFE,
    ),
    _verb(
        "link",
        N_("Link to"),
        N_("Link it to a ticket or another record, or take a link away."),
        "tie",
        "record-link [NUMBER]",
        "dossier-koppel",
    ),
    _verb(
        "history",
        N_("History"),
        N_("What happened to it."),
        "know",
        "record-history",
        "dossier-geschiedenis",
        danger=Danger.SAFE,
    ),
    _verb(
        "flow",
        N_("Flowchart"),
        N_("Where it stands on the chart of its process, and what may follow."),
        "flow",
        "record-flow",
        "dossier-stroomschema",
        danger=Danger.SAFE,
    ),
    _verb(
        "new",
        N_("New"),
        N_("Make one."),
        "make",
        "record-new [TEXT...]",
        "dossier-nieuw",
    ),
    _verb(
        "view",
        N_("Next view"),
        N_("The next view of the list; on an open record the other pane."),
        "views",
        "record-view",
        "dossier-weergave",
        danger=Danger.SAFE,
    ),
    _verb(
        "view_back",
        N_("Former view"),
        N_("The view before; on an open record the other pane."),
        "views",
        "record-view-back",
        "dossier-weergave-terug",
        danger=Danger.SAFE,
    ),
    Action(
        "touch.do",
        N_("Do it"),
        N_("Do what is shown, to everything that is shown."),
        "decide",
        frozenset({Context.TOUCH}),
        command="do",
        aliases=("doe",),
        danger=Danger.CHANGES,
    ),
)

_TASKS = frozenset({Context.TASKS})

TASKS = (
    Action(
        "task.new",
        N_("New task"),
        N_("Put another task on it."),
        "decide",
        _TASKS,
        command="task-new [TEXT...]",
        aliases=("dossiertaak-nieuw",),
        danger=Danger.CHANGES,
    ),
    Action(
        "task.done",
        N_("Done"),
        N_("The task is done; again, and it is still to do."),
        "decide",
        _TASKS,
        command="task-done",
        aliases=("dossiertaak-klaar",),
        danger=Danger.CHANGES,
    ),
    Action(
        "task.skip",
        N_("Leave out"),
        N_("Leave the task out, with the reason."),
        "decide",
        _TASKS,
        command="task-skip [REASON...]",
        aliases=("dossiertaak-sla-over",),
        danger=Danger.CHANGES,
    ),
    Action(
        "task.assign",
        N_("Assign to"),
        N_("Hand the task to somebody."),
        "own",
        _TASKS,
        command="task-assign [AGENT]",
        aliases=("dossiertaak-wijs-toe",),
        danger=Danger.CHANGES,
    ),
)
