"""What the first desk has on a server alone: full text, the triggers of its counts, history that stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    """Make it."""
    for statement in STATEMENTS:
        op.execute(sa.text(statement))
    _parts_of_words()


def _parts_of_words() -> None:
    """Give parts of words an index where the server has what it takes; without, they are looked for row by row."""
    bind = op.get_bind()
    try:
        with bind.begin_nested():
            bind.execute(sa.text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
            bind.execute(
                sa.text("CREATE INDEX ix_ticket_parts_text ON ticket_parts USING gin (text gin_trgm_ops)")
            )
    except sa.exc.DBAPIError:
        return


STATEMENTS = (
    # The words of all that was said, as the desk folds them; no place is kept, so that it stays small.
    "CREATE TABLE ticket_search (id INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)",
    "CREATE INDEX ix_ticket_search_words ON ticket_search USING gin (words) WITH (gin_pending_list_limit = 512)",
    # What a ticket is known by: its subject, names, addresses, numbers, for parts of words.
    """CREATE TABLE ticket_parts (id INTEGER PRIMARY KEY, text VARCHAR COLLATE "C" NOT NULL)""",
    # The same few rows change with every ticket: there is to be room for that on their own page.
    "ALTER TABLE tally SET (fillfactor = 40)",
    """CREATE FUNCTION tally_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP <> 'INSERT' THEN
            UPDATE tally SET n = n - 1
                WHERE queue_id = OLD.queue_id AND state = OLD.state AND locked = OLD.locked AND flag = OLD.flag;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO tally AS kept (queue_id, state, locked, flag, n)
                VALUES (NEW.queue_id, NEW.state, NEW.locked, NEW.flag, 1)
                ON CONFLICT (queue_id, state, locked, flag) DO UPDATE SET n = kept.n + 1;
        END IF;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER tally_add AFTER INSERT ON ticket FOR EACH ROW EXECUTE FUNCTION tally_keep()""",
    """CREATE TRIGGER tally_change AFTER UPDATE OF queue_id, state, locked, flag ON ticket FOR EACH ROW
        WHEN (OLD.queue_id <> NEW.queue_id OR OLD.state <> NEW.state
            OR OLD.locked <> NEW.locked OR OLD.flag <> NEW.flag) EXECUTE FUNCTION tally_keep()""",
    "CREATE TRIGGER tally_remove AFTER DELETE ON ticket FOR EACH ROW EXECUTE FUNCTION tally_keep()",
    """CREATE FUNCTION history_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION 'history is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    """CREATE TRIGGER history_stays BEFORE UPDATE OR DELETE ON history FOR EACH ROW
        EXECUTE FUNCTION history_stays()""",
    """CREATE TRIGGER history_remains BEFORE TRUNCATE ON history FOR EACH STATEMENT
        EXECUTE FUNCTION history_stays()""",
)
