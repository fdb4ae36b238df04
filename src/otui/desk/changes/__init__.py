"""Changes: recorded, assessed, authorised, planned, done and reviewed, and the board that authorises them."""

from otui.desk.changes.advance import advance, cancel, retype, rework
from otui.desk.changes.approving import approve, ask, defer, reject
from otui.desk.changes.assessing import answer
from otui.desk.changes.board.boards import set_board
from otui.desk.changes.catalogue import edit_template, new_template, propose, retire
from otui.desk.changes.edit import edit, schedule
from otui.desk.changes.new import new
from otui.desk.changes.outcome import documentation, result, review, test_result
from otui.desk.changes.ties import link, unlink
from otui.desk.changes.waiting import tell

__all__ = [
    "advance",
    "answer",
    "approve",
    "ask",
    "cancel",
    "defer",
    "documentation",
    "edit",
    "edit_template",
    "link",
    "new",
    "new_template",
    "propose",
    "reject",
    "result",
    "retire",
    "retype",
    "review",
    "rework",
    "schedule",
    "set_board",
    "tell",
    "test_result",
    "unlink",
]
