"""By which SSH keys the desk knows its agents: each manages their own, an admin everyone's."""

from __future__ import annotations

from otui.desk import rights
from otui.desk.office import staff
from otui.desk.rows import AgentRow
from otui.desk.unit import Unit
from otui.domain.ssh_keys import fingerprint, parse
from otui.errors import NotFound, Refused
from otui.store import feed
from otui.store.records import Record
from otui.text.i18n import _


def add(unit: Unit, login: str, text: str) -> Record:
    """Let a public key open the door for an agent. A key opens it for one agent only."""
    agent = unit.directory.agent(login)
    who = _acting(unit)
    if who.id != agent.id:
        rights.require_admin(who, _("Only an admin manages the keys of others."))
    key = parse(text)
    known = unit.writer.value(
        "SELECT a.login FROM ssh_key k JOIN agent a ON a.id = k.agent_id WHERE k.fingerprint = :fingerprint",
        {"fingerprint": key.fingerprint},
    )
    if known is not None:
        raise Refused(
            _("This key is known already: it is {login}'s.").format(login=known),
            _("Each key is one agent's; make another with `ssh-keygen -t ed25519`."),
        )
    made = unit.add(
        "ssh_key",
        {
            "agent_id": agent.id,
            "kind": key.kind,
            "body": key.body,
            "comment": key.comment,
            "fingerprint": key.fingerprint,
            "added_at": unit.now,
            "added_by_id": unit.agent.id or None,
        },
    )
    _done(unit, "key-add", agent.id)
    return made


def remove(unit: Unit, words: str) -> str:
    """Shut the door to a key, named by its fingerprint; return whose it was. Its sessions end within a second."""
    found = unit.load_all("ssh_key", "fingerprint = :fingerprint", {"fingerprint": fingerprint(words)})
    who = _acting(unit)
    mine = [key for key in found if who.role == "admin" or key.agent_id == who.id]
    if not mine:
        raise NotFound(
            _("There is no such key.") if who.role == "admin" else _("There is no such key of yours."),
            _("`otui ssh key list` shows the fingerprints."),
        )
    unit.remove(mine[0])
    _done(unit, "key-remove", mine[0].agent_id)
    return unit.name_of(mine[0].agent_id)


def _acting(unit: Unit) -> AgentRow:
    """Return who acts, as the desk knows them now; refused where they left."""
    who = staff.acting(unit)
    rights.require_active(who)
    return who


def _done(unit: Unit, verb: str, agent_id: int) -> None:
    """Save, keep the act with the row as it was, and tell every session: one of them may be the key's."""
    unit.writer.insert(
        "act",
        {
            "at": unit.now,
            "agent_id": unit.agent.id or None,
            "verb": verb,
            "about": f"agent {agent_id}",
            "inverse": unit.flush(),
        },
    )
    feed.append(unit.writer, at=unit.now, topic="agent", verb=verb, agent_id=unit.agent.id or None)
