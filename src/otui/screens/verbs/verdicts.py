"""Which verbs decide what becomes of a ticket: after one of them an agent is done with it and goes on."""

DECIDED = frozenset(
    {
        "take",
        "assign",
        "move",
        "line-up",
        "wait-contact",
        "wait-third-party",
        "wait-until",
        "resolve",
        "close",
        "merge",
    }
)
"""With one of these a ticket has its verdict. A level, a note or a contact prepares one: the ticket stays."""

PASSED_ON = DECIDED - {"take"}
"""With one of these a ticket is off one's hands for now. One that was taken is to be worked on."""
