"""The making of a desk: its rule files, its queues, its first admin; and what happens when a rule file changes."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from otui.clock import Clock, process_clock
from otui.desk import people
from otui.desk.desk import NOBODY, Desk, View, load_rules, system_user
from otui.desk.directory import Directory
from otui.desk.tickets.new import FIRST_COUNTER
from otui.desk.unit import Unit
from otui.domain.rules import Rules
from otui.domain.workflow import OPEN_SQL
from otui.errors import BadFile, DeskUnavailable
from otui.resources import data_dir
from otui.store import feed
from otui.store.database import Reader, Writer, open_database, path_of
from otui.text import safe
from otui.text.i18n import _

RULE_FILES = ("sla", "calendar", "queues")
BATCH = 200


def shipped_rules() -> dict[str, str]:
    """Return the texts of the rule files that come with the program."""
    return read_rules(data_dir())


def read_rules(folder: Path, *, otherwise: Path | None = None) -> dict[str, str]:
    """Return the texts of sla.toml, calendar.toml and queues.toml in a folder; `otherwise` gives what it lacks."""
    _require_folder(folder)
    texts = {}
    for name in RULE_FILES:
        path = folder / f"{name}.toml"
        if not path.is_file() and otherwise is not None:
            path = otherwise / f"{name}.toml"
        texts[name] = _text_of(path)
    return texts


def read_some_rules(folder: Path) -> dict[str, str]:
    """Return the texts of those rule files that a folder holds; BadFile where it holds none."""
    _require_folder(folder)
    paths = {name: folder / f"{name}.toml" for name in RULE_FILES}
    texts = {name: _text_of(path) for name, path in paths.items() if path.is_file()}
    if not texts:
        raise BadFile(str(folder), 0, _("it holds none of sla.toml, calendar.toml, queues.toml"))
    return texts


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise DeskUnavailable(
            _("There is no folder {path}.").format(path=folder),
            _("Name one that holds sla.toml and its like."),
        )


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadFile(str(path), 0, _("it is not UTF-8 text"), _("Save it as UTF-8.")) from error
    except OSError as error:
        raise DeskUnavailable(
            _("{path} cannot be read: {error}.").format(path=path, error=error.strerror or error)
        ) from error


def rules_in_force(reader: Reader) -> dict[str, str]:
    """Return the texts of the rule files that the desk lives by."""
    return dict(reader.all("SELECT name, text FROM rule_text ORDER BY id"))


def make_desk(
    url: str,
    *,
    data: Path | None = None,
    login: str | None = None,
    name: str | None = None,
    desk_name: str = "",
    clock: Clock | None = None,
) -> Desk:
    """Make a desk that does not exist yet: rules from `data` or as shipped, its queues, and `login` as admin."""
    path = path_of(url)
    if path.exists():
        raise DeskUnavailable(
            _("There is something at {path} already.").format(path=path), _("Name another place with --desk.")
        )
    texts = read_rules(data, otherwise=data_dir()) if data else shipped_rules()
    rules = Rules.parse(texts)
    user = (login or system_user()).casefold()
    desk = Desk(open_database(url, create=True), clock or process_clock())
    try:
        desk.database.write(
            lambda writer: _first_rows(writer, desk, texts, rules, desk_name or path.stem, user, name)
        ).result()
        desk.refresh()
        desk.sit_down(user)
    except BaseException:
        desk.close()
        raise
    return desk


def _first_rows(
    writer: Writer,
    desk: Desk,
    texts: Mapping[str, str],
    rules: Rules,
    desk_name: str,
    login: str,
    name: str | None,
) -> None:
    for key, value in {
        "desk_id": secrets.token_hex(8),
        "desk_name": safe.line(desk_name),
        "made_at": desk.now.isoformat(),
        "next_number": str(FIRST_COUNTER),
    }.items():
        writer.insert("meta", {"key": key, "value": value})
    for rule_name, text in texts.items():
        writer.insert("rule_text", {"name": rule_name, "text": text, "loaded_at": desk.now})
    sync_queues(writer, rules)
    unit = Unit(writer, desk.now, NOBODY, rules, Directory.load(writer))
    admin = people.add_agent(unit, login=login, name=safe.line(name or login), role="admin")
    for queue_id in unit.directory.queues:
        people.join_queue(unit, queue_id, admin.id)


def sync_queues(writer: Writer, rules: Rules) -> None:
    """Make the queues that the rules name and bring those that exist in line; what they do not name stays as it is."""
    ids: dict[str, int] = dict(writer.all("SELECT name, id FROM queue"))
    for rule in rules.queues:
        values = {
            "line": rule.line,
            "position": rule.position,
            "calendar": rule.calendar,
            "lock_minutes": rule.lock_minutes,
        }
        if rule.name in ids:
            writer.update("queue", ids[rule.name], values)
        else:
            ids[rule.name] = writer.insert("queue", {"name": rule.name, "active": True, **values})
    for rule in rules.queues:
        parent = ids[rule.parent] if rule.parent else None
        writer.execute(
            "UPDATE queue SET parent_id = :parent WHERE id = :id", {"parent": parent, "id": ids[rule.name]}
        )
    writer.execute(
        "INSERT INTO meta (key, value) VALUES ('default_queue', :id)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        {"id": str(ids[rules.default_queue])},
    )


def load_rule_files(
    desk: Desk, texts: Mapping[str, str], progress: Callable[[int, int], None] | None = None
) -> int:
    """Put other rule files in force and rebuild the clocks of every open ticket; return how many there were.

    What was used until now stays as it was counted. The files are checked as a whole before anything changes.
    """
    current: dict[str, str] = dict(desk.database.read().all("SELECT name, text FROM rule_text ORDER BY id"))
    rules = Rules.parse({**current, **texts})
    changed = {name: text for name, text in texts.items() if current.get(name) != text}
    if changed:
        desk.database.write(lambda writer: _new_rules(writer, desk, changed, current, rules)).result()
        desk.refresh()
    return rebuild(desk, progress)


def _new_rules(
    writer: Writer, desk: Desk, texts: Mapping[str, str], former: Mapping[str, str], rules: Rules
) -> None:
    for name, text in texts.items():
        writer.insert("rule_text", {"name": name, "text": text, "loaded_at": desk.now})
    sync_queues(writer, rules)
    pending = writer.value("SELECT value FROM meta WHERE key = 'rebuild'")
    writer.execute(
        "INSERT INTO meta (key, value) VALUES ('rebuild', :todo)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        {
            "todo": json.dumps(
                {"former": dict(former), "after": 0, "at": desk.now.isoformat(), "again": bool(pending)}
            )
        },
    )
    feed.append(writer, at=desk.now, topic="rules", agent_id=desk.agent.id or None)


def rebuild(desk: Desk, progress: Callable[[int, int], None] | None = None) -> int:
    """Rebuild the clocks of open tickets after a change of rules, in batches; goes on where one was cut short."""
    done = 0
    total = desk.read(_open_count)
    while True:
        count = desk.database.write(lambda writer: _rebuild_batch(writer, desk)).result()
        if not count:
            return done
        done += count
        if progress is not None:
            progress(done, total)


def _open_count(view: View) -> int:
    return int(view.reader.value(f"SELECT coalesce(sum(n), 0) FROM tally WHERE {OPEN_SQL}"))


def _rebuild_batch(writer: Writer, desk: Desk) -> int:
    todo_text = writer.value("SELECT value FROM meta WHERE key = 'rebuild'")
    if not todo_text:
        return 0
    todo = json.loads(todo_text)
    ids = [
        row[0]
        for row in writer.all(
            "SELECT id FROM ticket WHERE id > :after AND is_open ORDER BY id LIMIT :limit",
            {"after": todo["after"], "limit": BATCH},
        )
    ]
    if not ids:
        writer.execute("DELETE FROM meta WHERE key = 'rebuild'")
        return 0
    directory = Directory.load(writer)
    former = Unit(writer, desk.now, NOBODY, Rules.parse(todo["former"]), directory)
    for ticket_id in ids:
        former.clocks(former.ticket(ticket_id)).timeline.settle(former.now)
    former.flush()
    current = Unit(writer, desk.now, NOBODY, load_rules(writer), directory)
    for ticket_id in ids:
        ticket = current.ticket(ticket_id)
        before = (ticket.level, ticket.response_due, ticket.escalation_due, ticket.resolution_due)
        current.clocks(ticket).rules_changed()
        current.clocks(ticket).save()
        if before != (ticket.level, ticket.response_due, ticket.escalation_due, ticket.resolution_due):
            current.event(ticket, "clocks", changes={"level": (before[0], ticket.level)})
    current.flush()
    todo["after"] = ids[-1]
    writer.execute("UPDATE meta SET value = :todo WHERE key = 'rebuild'", {"todo": json.dumps(todo)})
    return len(ids)
