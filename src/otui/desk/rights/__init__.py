"""Who may do what. Verbs, lists, screens, commands and every other door ask here, and get the same answer.

`matrix` is the table, `asking` the questions asked of it, `sight` what exists for an agent at all.
"""

from otui.desk.rights.asking import (
    may,
    may_at_desk,
    may_do,
    may_read_note,
    not_there,
    relation,
    require,
    require_active,
    require_admin,
    require_lead,
    require_on,
    require_rules,
    require_sight,
    says_yes,
)
from otui.desk.rights.matrix import DESK_VERBS, TICKET_VERBS, Relation, Role, Say
from otui.desk.rights.sight import (
    PROGRAM_ID,
    hidden_queues,
    may_know,
    may_see,
    may_see_queue,
    visible_queues,
    without,
)

__all__ = [
    "DESK_VERBS",
    "PROGRAM_ID",
    "TICKET_VERBS",
    "Relation",
    "Role",
    "Say",
    "hidden_queues",
    "may",
    "may_at_desk",
    "may_do",
    "may_know",
    "may_read_note",
    "may_see",
    "may_see_queue",
    "not_there",
    "relation",
    "require",
    "require_active",
    "require_admin",
    "require_lead",
    "require_on",
    "require_rules",
    "require_sight",
    "says_yes",
    "visible_queues",
    "without",
]
