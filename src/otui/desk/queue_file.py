"""queues.toml as the desk keeps it: written anew when a queue is changed, so that the rules always say what holds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from otui.domain.rules import Rules
from otui.errors import BadFile, Refused
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.rows import QueueRow

HEAD = "[[queue]]"
_CONDITION = re.compile(r"^(\s*queue\s*=\s*)(.*)$", re.MULTILINE)
_NAMED = re.compile(r"^\s*name\s*=\s*(\".*\"|'.*')\s*(?:#.*)?$")


def write(queues: Sequence[QueueRow], default_id: int, former: str) -> str:
    """Return the text for queues in the order of their tree; comments of `former` stay above their queue."""
    head, comments = _comments(former)
    names = {queue.id: queue.name for queue in queues}
    blocks = [_block(queue, names, queue.id == default_id, comments) for queue in queues]
    return "\n\n".join(part for part in (head, *blocks) if part) + "\n"


def rename_in_sla(text: str, former: str, name: str) -> str:
    """Return the text of sla.toml with a queue under its new name, in the tables that apply to it."""
    old = re.compile(r"([\"'])" + re.escape(former) + r"\1", re.IGNORECASE)
    return _CONDITION.sub(lambda line: line[1] + old.sub(lambda _found: _quoted(name), line[2]), text)


def agreeing(texts: Mapping[str, str], current: Mapping[str, str]) -> Rules:
    """Return the rules that hold with these texts in the place of the current ones.

    Raises Refused, in the words of the check, where the desk's rules would contradict each other.
    """
    try:
        return Rules.parse({**current, **texts})
    except BadFile as error:
        raise Refused(
            _("The rules of the desk do not allow that: {error}").format(error=error.message), error.hint
        ) from error


def _block(queue: QueueRow, names: Mapping[int, str], default: bool, comments: Mapping[str, str]) -> str:
    lines = [comments.get(queue.name.casefold(), ""), HEAD, f"name = {_quoted(queue.name)}"]
    lines.append(f"line = {queue.line}")
    if queue.parent_id is not None and queue.parent_id in names:
        lines.append(f"parent = {_quoted(names[queue.parent_id])}")
    if default:
        lines.append("default = true")
    if queue.calendar:
        lines.append(f"calendar = {_quoted(queue.calendar)}")
    if queue.lock_minutes:
        hours, minutes = divmod(queue.lock_minutes, 60)
        words = f"{hours} h" if not minutes else f"{queue.lock_minutes} min"
        lines.append(f'lock_lapse = "{words}"')
    return "\n".join(line for line in lines if line)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a TOML string


def _comments(former: str) -> tuple[str, dict[str, str]]:
    """Return the comment at the head of a text, and by name those that stand right above a queue."""
    head: list[str] = []
    kept: dict[str, str] = {}
    waiting: list[str] = []
    above: list[str] = []
    seen = False
    for line in former.splitlines():
        words = line.strip()
        if words.startswith("#"):
            waiting.append(words)
        elif words == HEAD:
            above, waiting, seen = waiting, [], True
        elif not words:
            if not seen:
                head += [*waiting, ""] if waiting else []
            waiting = []
        elif found := _NAMED.match(line):
            kept[found[1][1:-1].casefold()] = "\n".join(above)
    return "\n".join(head).strip(), kept
