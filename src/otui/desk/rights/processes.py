"""Who may do what to problems, changes, knowledge and what belongs to them, beside what their tables of moves say.

A verb that a table of moves knows asks that table for its duty (`desk.records.moves`); its row here says only that
agents may come to it, and which function does it.
"""

from __future__ import annotations

from otui.desk.rights.rows import OnDesk, Role, on_desk_row
from otui.text.i18n import N_

_ALL, _LEAD, _ADMIN = Role.AGENT, Role.LEAD, Role.ADMIN

PROCESS_VERBS: tuple[OnDesk, ...] = (
    on_desk_row(
        "major",
        _ALL,
        "majors.deciding:propose",
        "majors.deciding:declare",
        "majors.deciding:dismiss",
        "majors.deciding:add_children",
        "majors.deciding:remove_children",
        "majors.ending:message",
        "majors.ending:review",
        "majors.resolving:resolve",
    ),
    on_desk_row("pattern", _ALL, "recurrence.patterns:dismiss", "recurrence.patterns:recall"),
    on_desk_row("change-new", _ALL, "changes.new:new"),
    on_desk_row(
        "change-edit",
        _ALL,
        "changes.edit:edit",
        "changes.edit:schedule",
        "changes.assessing:answer",
        "changes.ties:link",
        "changes.ties:unlink",
    ),
    on_desk_row(
        "change-step",
        _ALL,
        "changes.advance:advance",
        "changes.advance:rework",
        "changes.advance:cancel",
        "changes.advance:retype",
        "changes.outcome:test_result",
        "changes.outcome:result",
        "changes.outcome:documentation",
        "changes.outcome:review",
        "changes.waiting:tell",
    ),
    on_desk_row(
        "change-approve",
        _ALL,
        "changes.approving:ask",
        "changes.approving:approve",
        "changes.approving:reject",
        "changes.approving:defer",
    ),
    on_desk_row(
        "change-template",
        _ALL,
        "changes.catalogue:new_template",
        "changes.catalogue:edit_template",
        "changes.catalogue:propose",
        "changes.catalogue:retire",
    ),
    on_desk_row(
        "change-board",
        _LEAD,
        "changes.boards:set_board",
        refusal=N_("Only a lead or an admin says who is on a board."),
    ),
    on_desk_row("record-note", _ALL, "records.notes:note"),
    on_desk_row("record-take", _ALL, "records.holding:take"),
    on_desk_row("record-assign", _ALL, "records.holding:assign"),
    on_desk_row("record-move", _ALL, "records.holding:move"),
    on_desk_row("record-priority", _ALL, "records.holding:priority"),
    on_desk_row("record-task", _ALL, "records.tasks:new_task", "records.tasks:change_task"),
    on_desk_row(
        "knowledge",
        _ALL,
        "knowledge.writing:new",
        "knowledge.writing:from_ticket",
        "knowledge.writing:from_problem",
        "knowledge.writing:edit",
        "knowledge.steps:submit",
        "knowledge.steps:send_back",
        "knowledge.steps:publish",
        "knowledge.steps:still_holds",
        "knowledge.steps:retire",
        "knowledge.steps:reopen",
        "knowledge.using:apply",
        "knowledge.using:helped",
    ),
    on_desk_row(
        "procedure",
        _LEAD,
        "procedures.verbs:new",
        "procedures.verbs:edit",
        "procedures.verbs:deactivate",
        "procedures.verbs:activate",
        refusal=N_("Only a lead or an admin changes procedures."),
    ),
    on_desk_row(
        "recurring",
        _LEAD,
        "recurring.verbs:new",
        "recurring.verbs:edit",
        "recurring.verbs:pause",
        "recurring.verbs:resume",
        "recurring.verbs:run_now",
        "recurring.verbs:remove",
        refusal=N_("Only a lead or an admin changes recurring tickets."),
    ),
    on_desk_row(
        "item-new",
        _LEAD,
        "items.making:new_item",
        own=True,
        refusal=N_("A service or item is made by a lead, an admin, or the team that answers for it."),
    ),
    on_desk_row(
        "item-change",
        _LEAD,
        "items.making:change_item",
        "items.making:switch",
        "items.hanging:hangs_on",
        "items.hanging:used_by",
        own=True,
        refusal=N_("A service or item is changed by a lead, an admin, or the team that answers for it."),
    ),
    on_desk_row(
        "item-load",
        _LEAD,
        "items.loading:load",
        refusal=N_("Only a lead or an admin loads services and items."),
    ),
    on_desk_row(
        "change-window",
        _LEAD,
        "changes.windows:new_window",
        "changes.windows:edit_window",
        "changes.windows:remove_window",
        refusal=N_("Only a lead or an admin changes the windows of the calendar."),
    ),
    on_desk_row(
        "cab",
        _LEAD,
        "changes.meetings:new_meeting",
        "changes.meetings:attend",
        "changes.meetings:minutes",
        "changes.meetings:hold",
        "changes.meetings:call_off",
        "changes.agenda:fill",
        "changes.agenda:add",
        "changes.agenda:remove",
        "changes.agenda:place",
        "changes.agenda:decide",
        "changes.agenda:item_minutes",
        refusal=N_("Only a lead or an admin runs a meeting of the board."),
    ),
)

WORDS = {
    "major": N_(
        "propose a major incident; its team adds tickets, writes to all, solves and reviews it; leads declare or"
        ' dismiss it, and the team where the desk has `declare = "agent"`; a lock is no hindrance'
    ),
    "pattern": N_("say that like incidents are no pattern, or are one after all"),
    "change-new": N_("record a change"),
    "change-edit": N_("write and plan a change"),
    "change-step": N_("bring a change on, or to its end"),
    "change-approve": N_("ask for approval, and give it when asked"),
    "change-template": N_("standard changes of the catalogue"),
    "change-board": N_("who is on the CAB and on the emergency CAB"),
    "record-note": N_("write on a problem, a change or a knowledge article"),
    "record-take": N_("become the owner of a problem or a change"),
    "record-assign": N_("give a problem or a change to somebody"),
    "record-move": N_("move a problem or a change to another queue"),
    "record-priority": N_("set impact and urgency of a problem or a change"),
    "record-task": N_("tasks of a problem or a change, steps of a checklist"),
    "knowledge": N_(
        "write, publish, retire and use knowledge articles; who wrote one last does not publish it"
    ),
    "procedure": N_("make, edit, deactivate or activate a procedure"),
    "recurring": N_("make, edit, pause, resume, run or remove a recurring ticket"),
    "item-new": N_("make a service or item that a team answers for"),
    "item-change": N_("change a service or item: fields, what it hangs on, who uses it, in use or not"),
    "item-load": N_("load services and items from a file"),
    "change-window": N_("make, change or remove a blackout or a maintenance window"),
    "cab": N_("run a meeting of the change advisory board"),
}
"""What the page of the handbook calls each of them."""
