"""The making of a desk: its rule files, its queues, its first admin."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from otui.clock import Clock, process_clock
from otui.desk import trail
from otui.desk.desk import NOBODY, Desk, system_user
from otui.desk.directory import Directory
from otui.desk.office import staff
from otui.desk.rules import in_force
from otui.desk.rules.queue_rules import sync_queues
from otui.desk.rules.rule_files import read_rules, shipped_rules
from otui.desk.unit import Unit
from otui.domain.numbers import FIRST_COUNTER
from otui.domain.rules import Rules
from otui.errors import DeskUnavailable
from otui.resources import data_dir
from otui.store.database import Writer, exists, name_of, open_database
from otui.text import safe
from otui.text.i18n import _


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
    if exists(url):
        raise DeskUnavailable(
            _("There is something at {path} already.").format(path=name_of(url)),
            _("Name another place with --desk."),
        )
    texts = read_rules(data, otherwise=data_dir()) if data else shipped_rules()
    rules = Rules.parse(texts)
    user = (login or system_user()).casefold()
    desk = Desk(open_database(url, create=True), clock or process_clock())
    try:
        desk.database.write(
            lambda writer: _first_rows(
                writer, desk, texts, rules, desk_name or Path(name_of(url)).stem, user, name
            )
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
    in_force.insert_texts(writer, texts, desk.now, None)
    sync_queues(writer, rules)
    unit = Unit(writer, desk.now, NOBODY, rules, Directory.load(writer))
    admin = staff.add_agent(unit, login=login, name=safe.line(name or login), role="admin")
    for queue_id in unit.directory.queues:
        trail.member(unit, queue_id, admin.id, joined=True)
