"""Problems, changes, services, knowledge, checklists and recurring tickets; what a ticket knows of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from otui.store.migrations import more_states
from otui.store.migrations.columns import document, flag, moment, own_id, refers, text, whole

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PROBLEM_OPEN = "(step = 'new' OR step = 'assess' OR step = 'analyse' OR step = 'fix')"
CHANGE_OPEN = (
    "(step = 'record' OR step = 'assess' OR step = 'authorise' OR step = 'prioritise' OR step = 'plan'"
    " OR step = 'test' OR step = 'implement' OR step = 'document' OR step = 'review')"
)
KEPT = "record_event is append-only"


def upgrade() -> None:
    """Add the processes beside the incident."""
    _items()
    _procedures()
    _knowledge()
    _processes()
    _approvals()
    _calendar()
    _records()
    _tickets()


def _index(table: str, name: str, *columns: str, **more: Any) -> None:
    op.create_index(f"ix_{table}_{name}", table, list(columns), **more)


# Several columns a line, so that a table is seen whole.
# fmt: off
def _items() -> None:
    """Services and what they hang on."""
    op.create_table(
        "item",
        own_id(), text("name", None), text("kind", "'service'"), text("description"), refers("queue_id", "queue"),
        whole("impact", null=True), text("location"), text("serial"), flag("active", "true"),
        moment("created_at"), moment("updated_at"), whole("version", "1"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "item_dependency",
        own_id(), refers("item_id", "item", null=False), refers("on_id", "item", null=False),
        sa.UniqueConstraint("item_id", "on_id"),
    )
    _index("item_dependency", "on_id", "on_id")
    op.create_table(
        "item_customer",
        own_id(), refers("item_id", "item", null=False), refers("customer_id", "customer", null=False),
        sa.UniqueConstraint("item_id", "customer_id"),
    )
    _index("item_customer", "customer_id", "customer_id")


def _procedures() -> None:
    """Checklists, and tickets that come back by the calendar."""
    op.create_table(
        "procedure",
        own_id(), text("name", None), text("kind"), text("category"), refers("queue_id", "queue"),
        refers("item_id", "item"), document("steps", "'[]'"), flag("active", "true"), moment("created_at"),
        moment("updated_at"), whole("version", "1"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "recurring",
        own_id(), text("name", None), document("fields"), refers("queue_id", "queue"), text("rrule", None),
        moment("starts_at"), text("timezone"),
        moment("next_at", null=True), moment("done_until", null=True), moment("last_at", null=True), text("shift"),
        whole("made_count", "0"), text("trouble"), moment("paused_at", null=True), flag("active", "true"),
        refers("created_by_id", "agent"), moment("created_at"), whole("version", "1"),
        sa.UniqueConstraint("name"),
    )
    _index("recurring", "next_at", "next_at")


def _knowledge() -> None:
    """Knowledge articles and their use."""
    op.create_table(
        "knowledge",
        own_id(), text("number", None), text("subject", None), text("body"), text("solution"), text("keywords"),
        text("step", "'draft'"), text("audience", "'internal'"), refers("queue_id", "queue"),
        refers("owner_id", "agent"), refers("item_id", "item"), moment("published_at", null=True),
        moment("review_at", null=True), refers("writer_id", "agent"), refers("reviewer_id", "agent"),
        text("reason"), moment("created_at"), moment("updated_at"), refers("created_by_id", "agent"),
        whole("version", "1"),
        sa.UniqueConstraint("number"),
    )
    _index("knowledge", "step", "step", "updated_at", "id")
    _index("knowledge", "updated", "updated_at", "id")
    _index("knowledge", "review", "step", "review_at", "id")
    _index("knowledge", "item_id", "item_id")
    op.create_table(
        "knowledge_use",
        own_id(), refers("knowledge_id", "knowledge", null=False), refers("ticket_id", "ticket", null=False),
        refers("agent_id", "agent"), moment("at"), text("helped"),
    )
    _index("knowledge_use", "knowledge", "knowledge_id", "helped", "ticket_id")
    _index("knowledge_use", "ticket_id", "ticket_id")


def _process(open_steps: str) -> list[Any]:
    return [
        own_id(), text("number", None), text("external_number", null=True), text("subject", None), text("description"),
        text("step", None), sa.Column("is_open", sa.Boolean(), sa.Computed(open_steps, persisted=True)),
        refers("queue_id", "queue", null=False), refers("owner_id", "agent"), refers("contact_id", "contact"),
        whole("impact", null=True), whole("urgency", null=True), whole("value", null=True), text("level"),
        whole("level_rank", "0"), moment("created_at"), moment("updated_at"), moment("closed_at", null=True),
        refers("created_by_id", "agent"), document("extra"), whole("version", "1"), sa.UniqueConstraint("number"),
    ]


def _process_indexes(table: str) -> None:
    _index(table, "external_number", "external_number")
    _index(table, "contact_id", "contact_id")
    _index(table, "open_updated", "is_open", "updated_at", "id")
    _index(table, "queue", "queue_id", "is_open", "updated_at", "id")
    _index(table, "owner", "owner_id", "is_open", "updated_at", "id")
    _index(table, "step", "step", "updated_at", "id")


def _processes() -> None:
    """Problems, changes, and major incidents."""
    op.create_table(
        "problem",
        *_process(PROBLEM_OPEN), text("symptom"), text("root_cause"), text("workaround"), text("fix"),
        flag("known_error"), text("resolution"), text("reason"), moment("review_at", null=True),
        refers("duplicate_of_id", "problem"), moment("resolved_at", null=True),
    )
    _process_indexes("problem")
    _index("problem", "updated", "updated_at", "id")
    _index("problem", "review_at", "review_at")
    op.create_table(
        "change_template",
        own_id(), text("name", None), text("description"), text("justification"), text("implementation_plan"),
        text("test_plan"), text("communication_plan"), text("backout_plan"), flag("outage"), text("risk", "'low'"),
        whole("minutes", "60"), refers("queue_id", "queue"), text("state", "'draft'"), moment("approved_at", null=True),
        refers("requester_id", "agent"), moment("created_at"), moment("updated_at"), whole("version", "1"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "change",
        *_process(CHANGE_OPEN), text("type", "'normal'"), refers("requester_id", "agent"),
        refers("implementer_id", "agent"), refers("template_id", "change_template"), text("justification"),
        text("emergency_reason"), text("implementation_plan"), text("test_plan"), text("communication_plan"),
        text("backout_plan"), flag("outage"), text("risk"), document("risk_answers"), moment("starts_at", null=True),
        moment("ends_at", null=True), text("collision_reason"), moment("begun_at", null=True),
        moment("finished_at", null=True), text("test_result"), text("result"), text("result_words"),
        text("documentation"), text("review"), text("goal_met"), text("backout_used"), text("lessons"),
        moment("review_due", null=True), moment("reviewed_at", null=True),
    )
    _process_indexes("change")
    _index("change", "updated_at", "updated_at", "id")
    _index("change", "starts_at", "starts_at", "id")
    _index("change", "ends_at", "ends_at", "id")
    _index("change", "review_due", "review_due")
    op.create_table(
        "major_incident",
        own_id(), refers("ticket_id", "ticket", null=False), text("state", "'proposed'"), text("alike"),
        document("members", "'[]'"), flag("flood"), moment("proposed_at"),
        refers("proposed_by_id", "agent"), moment("declared_at", null=True),
        refers("declared_by_id", "agent"),
        moment("over_at", null=True), text("review"), moment("review_due", null=True), whole("version", "1"),
        sa.UniqueConstraint("ticket_id"),
    )
    _index("major_incident", "state", "state", "id")
    op.create_table(
        "pattern",
        own_id(), text("name", None), refers("agent_id", "agent"), moment("created_at"), flag("withdrawn"),
        whole("version", "1"), sa.UniqueConstraint("name"),
    )


def _approvals() -> None:
    """Who is asked, what each says, and the board that meets."""
    op.create_table(
        "approval_round",
        own_id(), text("record", None), whole("record_id"), text("kind", None), whole("quorum", "1"),
        moment("asked_at"), refers("asked_by_id", "agent"), moment("fallen_at", null=True), text("fallen_why"),
    )
    _index("approval_round", "record", "record", "record_id", "id")
    op.create_table(
        "approval",
        own_id(), refers("round_id", "approval_round", null=False), refers("agent_id", "agent", null=False),
        text("state", "'asked'"), text("words"), moment("decided_at", null=True), refers("decided_by_id", "agent"),
        sa.UniqueConstraint("round_id", "agent_id"),
    )
    _index("approval", "agent", "agent_id", "state")
    op.create_table(
        "board_member",
        own_id(), text("board", None), refers("agent_id", "agent", null=False),
        sa.UniqueConstraint("board", "agent_id"),
    )
    op.create_table(
        "cab_meeting",
        own_id(), text("name"), moment("starts_at"), moment("ends_at", null=True), text("state", "'planned'"),
        document("attendees", "'[]'"), text("minutes"), moment("created_at"), whole("version", "1"),
    )
    _index("cab_meeting", "starts_at", "starts_at", "id")
    op.create_table(
        "cab_item",
        own_id(), refers("meeting_id", "cab_meeting", null=False), refers("change_id", "change", null=False),
        whole("position", "0"), text("decision"), text("minutes"),
        sa.UniqueConstraint("meeting_id", "change_id"),
    )
    _index("cab_item", "change_id", "change_id")


def _calendar() -> None:
    """Blackouts and maintenance windows."""
    op.create_table(
        "change_window",
        own_id(), text("kind", None), text("name", None), moment("starts_at"), moment("ends_at"), text("rrule"),
        refers("item_id", "item"), text("reason"), flag("active", "true"), moment("created_at"), moment("updated_at"),
        whole("version", "1"),
    )
    _index("change_window", "starts_at", "starts_at", "id")


def _records() -> None:
    """What problems, changes and knowledge articles share."""
    op.create_table(
        "tie",
        own_id(), text("record", None), whole("record_id"), text("kind", None), text("other", None), whole("other_id"),
        moment("created_at"),
        sa.UniqueConstraint("record", "record_id", "kind", "other", "other_id"),
    )
    _index("tie", "other", "other", "other_id", "record")
    op.create_table(
        "record_note",
        own_id(), text("record", None), whole("record_id"), refers("agent_id", "agent"), text("author"),
        text("body", None), moment("created_at"), flag("withdrawn"),
    )
    _index("record_note", "record", "record", "record_id", "id")
    op.create_table(
        "record_event",
        own_id(), text("record", None), whole("record_id"), moment("at"), refers("act_id", "act"),
        refers("agent_id", "agent"), text("actor"), text("verb", None), document("changes"), text("text"),
        whole("version", "0"),
    )
    _index("record_event", "record", "record", "record_id", "id")
    op.create_table(
        "record_word",
        text("record", None), whole("record_id"), text("word", None), whole("weight", "1"),
        sa.PrimaryKeyConstraint("record", "record_id", "word"),
    )
    _index("record_word", "word", "record", "word", "record_id", "weight")
    op.create_table(
        "task",
        own_id(), text("record", None), whole("record_id"), whole("position", "0"), text("kind", "'general'"),
        text("subject", None), text("state", "'open'"), refers("owner_id", "agent"), flag("required", "true"),
        text("reason"), moment("due_at", null=True), moment("done_at", null=True), refers("done_by_id", "agent"),
        refers("procedure_id", "procedure"), moment("created_at"),
    )
    _index("task", "record", "record", "record_id", "position", "id")
    _index("task", "owner_id", "owner_id", "state")
    _append_only()
# fmt: on


def _append_only() -> None:
    """Let nothing change or delete what happened."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                sa.text(
                    f"CREATE TRIGGER record_event_{verb.lower()} BEFORE {verb} ON record_event BEGIN"
                    f" SELECT RAISE(ABORT, '{KEPT}'); END"
                )
            )
        return
    op.execute(
        sa.text(
            "CREATE TRIGGER record_event_stays BEFORE UPDATE OR DELETE ON record_event FOR EACH ROW"
            " EXECUTE FUNCTION history_stays()"
        )
    )
    op.execute(
        sa.text(
            "CREATE TRIGGER record_event_remains BEFORE TRUNCATE ON record_event FOR EACH STATEMENT"
            " EXECUTE FUNCTION history_stays()"
        )
    )


def _tickets() -> None:
    """What a ticket is about, and for what it may wait."""
    for statement in (
        "ALTER TABLE ticket ADD COLUMN category VARCHAR DEFAULT '' NOT NULL",
        "ALTER TABLE ticket ADD COLUMN item_id INTEGER REFERENCES item (id)",
        "ALTER TABLE ticket ADD COLUMN waits_for_id INTEGER",
        "ALTER TABLE feed ADD COLUMN record_id INTEGER",
        "CREATE INDEX ix_ticket_created_all ON ticket (created_at, id)",
        "CREATE INDEX ix_ticket_category ON ticket (category) WHERE category <> ''",
        "CREATE INDEX ix_ticket_item ON ticket (item_id, created_at, id) WHERE item_id IS NOT NULL",
        "CREATE INDEX ix_ticket_item_open ON ticket (item_id, sort_key, id) WHERE is_open AND item_id IS NOT NULL",
        "CREATE INDEX ix_ticket_waits_for ON ticket (waits_for_id, state) WHERE waits_for_id IS NOT NULL",
    ):
        op.execute(sa.text(statement))
    more_states.upgrade("waiting-problem", "waiting-change")
