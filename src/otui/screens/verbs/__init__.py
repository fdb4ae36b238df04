"""The verbs as a screen asks for them: on the marked tickets, else on the one under the cursor."""

from otui.screens.knowledge.on_ticket import KnowledgeOnTickets
from otui.screens.problems.of_tickets import ProblemOfVerbs
from otui.screens.verbs.asking import AskingVerbs
from otui.screens.verbs.concerning import ConcerningVerbs
from otui.screens.verbs.knowing import KnowingVerbs
from otui.screens.verbs.plain import PlainVerbs
from otui.screens.verbs.recurring import RecurringVerbs
from otui.screens.verbs.tying import TyingVerbs
from otui.screens.verbs.writing import WritingVerbs


class TicketVerbs(
    PlainVerbs,
    AskingVerbs,
    TyingVerbs,
    ConcerningVerbs,
    WritingVerbs,
    KnowingVerbs,
    KnowledgeOnTickets,
    RecurringVerbs,
    ProblemOfVerbs,
):
    """Mixed into every screen that has tickets: the list of targets is the screen's own."""


__all__ = ["TicketVerbs"]
