"""What PostgreSQL's errors mean to a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg

from otui.errors import DeskUnavailable
from otui.store.sqlite import Interrupted
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.store.postgres.address import Target

ENDINGS = frozenset({"57P01", "57P02", "57P03", "57P05", "25P03", "25P04", "08006", "08003"})
"""Codes after which the server has ended the session: shut down, killed, idle for too long."""
NO_DATABASE = re.compile(r'database ".*" does not exist')
_PASSWORD = re.compile(r"password authentication failed|no password supplied|authentication failed")
_ROLE = re.compile(r'role ".*" does not exist|no pg_hba\.conf entry|not permitted to log in')
_FULL_HOUSE = re.compile(r"too many (clients|connections)|remaining connection slots")


def gone(name: str) -> DeskUnavailable:
    """Return the words for a server that broke off, or is not there."""
    return DeskUnavailable(
        _("The server of the desk {name} does not answer.").format(name=name),
        _("Nothing was changed: otui goes on by itself once it is back."),
    )


def locked(name: str) -> DeskUnavailable:
    """Return the words for a desk that another program is writing to for too long."""
    return DeskUnavailable(
        _("Another program holds the desk {path} locked.").format(path=name),
        _("Nothing was changed: try again in a moment."),
    )


def no_database(name: str) -> DeskUnavailable:
    """Return the words for a database that is not there."""
    return DeskUnavailable(
        _("There is no desk at {path}.").format(path=name),
        _("`otui init` makes one; --desk or OTUI_DESK names another."),
    )


def no_desk(name: str) -> DeskUnavailable:
    """Return the words for a database that holds something else."""
    return DeskUnavailable(
        _("{path} is no otui desk.").format(path=name),
        _("Name another database with --desk, or make a desk in an empty one with `otui init`."),
    )


def unknown_outcome(name: str) -> DeskUnavailable:
    """Return the words for a write of which nobody can say whether it was kept."""
    return DeskUnavailable(
        _("The server of the desk {name} broke off while it saved, and does not say whether it did.").format(
            name=name
        ),
        _("Look whether it is there before you do it again."),
    )


def refused(error: psycopg.Error, target: Target) -> DeskUnavailable:
    """Return what a person is told of a connection that could not be made."""
    name, said = target.name, " ".join(str(error).split())
    if NO_DATABASE.search(said) or error.sqlstate == "3D000":
        return no_database(name)
    if _PASSWORD.search(said) or error.sqlstate in ("28P01", "28000"):
        return DeskUnavailable(
            _("The server of the desk {name} does not accept the password, or wants one.").format(name=name),
            _("Put it in ~/.pgpass (man 5 pgpass), or set PGPASSWORD."),
        )
    if _ROLE.search(said):
        return DeskUnavailable(
            _("The server of the desk {name} does not let this role in from here.").format(name=name),
            _("Its keeper lets a role in with CREATE ROLE and a line in pg_hba.conf."),
        )
    if _FULL_HOUSE.search(said) or error.sqlstate == "53300":
        return DeskUnavailable(
            _("The server of the desk {name} takes no more connections.").format(name=name),
            _("Close an otui that nobody uses, or raise max_connections."),
        )
    if isinstance(error, psycopg.ProgrammingError) and error.sqlstate is None:
        return DeskUnavailable(
            _("The desk's URL asks for something that PostgreSQL does not know: {detail}.").format(
                detail=said
            ),
            _("Give postgresql://user@host:port/name."),
        )
    return DeskUnavailable(
        gone(name).message,
        _("Look whether it runs, and whether the host and port are right: {detail}").format(detail=said),
    )


def in_words(error: psycopg.Error, name: str, *, lost: bool = False) -> Exception:
    """Return what a person is told of an error of the server; a mistake in our own SQL comes back as it is."""
    state = error.sqlstate or ""
    if state == "57014":
        return Interrupted(_("The desk was asked to stop looking."))
    if lost or state.startswith("08") or state in ENDINGS:
        return gone(name)
    if state in ("55P03", "40P01", "40001"):
        return locked(name)
    if state == "53100":
        return DeskUnavailable(
            _("There is no room left on the disk of {path}.").format(path=name),
            _("Nothing was changed: free some space and do it again."),
        )
    if state in ("25006", "42501"):
        return DeskUnavailable(
            _("The desk {path} cannot be written.").format(path=name),
            _("The role must own the desk's tables, and the server must not be a standby."),
        )
    if state in ("XX001", "XX002"):
        return DeskUnavailable(
            _("The desk {path} is damaged: {detail}.").format(path=name, detail=" ".join(str(error).split())),
            _("Put back a backup with `otui restore`, and have the server's disk looked at."),
        )
    if state[:2] in ("53", "58"):
        return DeskUnavailable(
            _("The server of the desk {name} cannot do this now: {detail}.").format(
                name=name, detail=" ".join(str(error).split())
            ),
            _("Nothing was changed: look at the server's log."),
        )
    return error
