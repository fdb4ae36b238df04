"""What the first desk has in a file alone: full text, the triggers of its counts, history that stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make it."""
    for statement in STATEMENTS:
        op.execute(sa.text(statement))


STATEMENTS = (
    # Whole words and their beginnings, in any case and with or without accents.
    """CREATE VIRTUAL TABLE ticket_search USING fts5(
        subject, people, body, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3', detail = none)""",
    "CREATE VIRTUAL TABLE ticket_words USING fts5vocab(ticket_search, row)",
    # Parts of words of what a ticket is known by: its subject, names, addresses, numbers.
    "CREATE VIRTUAL TABLE ticket_parts USING fts5(text, tokenize = 'trigram', detail = none)",
    """CREATE TRIGGER tally_add AFTER INSERT ON ticket BEGIN
        INSERT INTO tally (queue_id, state, locked, flag, n)
            VALUES (NEW.queue_id, NEW.state, NEW.locked, NEW.flag, 1)
            ON CONFLICT (queue_id, state, locked, flag) DO UPDATE SET n = n + 1;
    END""",
    """CREATE TRIGGER tally_change AFTER UPDATE OF queue_id, state, locked, flag ON ticket
        WHEN OLD.queue_id <> NEW.queue_id OR OLD.state <> NEW.state
            OR OLD.locked <> NEW.locked OR OLD.flag <> NEW.flag
    BEGIN
        UPDATE tally SET n = n - 1
            WHERE queue_id = OLD.queue_id AND state = OLD.state AND locked = OLD.locked AND flag = OLD.flag;
        INSERT INTO tally (queue_id, state, locked, flag, n)
            VALUES (NEW.queue_id, NEW.state, NEW.locked, NEW.flag, 1)
            ON CONFLICT (queue_id, state, locked, flag) DO UPDATE SET n = n + 1;
    END""",
    """CREATE TRIGGER tally_remove AFTER DELETE ON ticket BEGIN
        UPDATE tally SET n = n - 1
            WHERE queue_id = OLD.queue_id AND state = OLD.state AND locked = OLD.locked AND flag = OLD.flag;
    END""",
    """CREATE TRIGGER history_stays BEFORE UPDATE ON history BEGIN
        SELECT RAISE(ABORT, 'history is append-only');
    END""",
    """CREATE TRIGGER history_remains BEFORE DELETE ON history BEGIN
        SELECT RAISE(ABORT, 'history is append-only');
    END""",
)
