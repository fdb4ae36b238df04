"""Where a desk on a server is: what its URL says, what a person is told of it, and how a connection is opened."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import RawCursor
from psycopg.conninfo import conninfo_to_dict

from otui.errors import DeskUnavailable
from otui.store.postgres import words
from otui.store.postgres.values import ADAPTERS
from otui.text.i18n import _

Connection = psycopg.Connection[tuple[Any, ...]]

CONNECT_SECONDS = 5
"""How long a server may take to answer before it counts as gone."""
_PATIENCE = 0.5
"""Seconds after a failed connection in which no other is tried: a screen does not wait again for the same."""
_ALWAYS: dict[str, Any] = {
    "client_encoding": "utf8",
    "connect_timeout": CONNECT_SECONDS,
    # A line that was cut without a word is known as dead after half a minute.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "application_name": "otui",
}
# Short statements gain nothing from being compiled, and an index costs little to read at random on a disk of today.
_EVERY = "SET jit = off; SET random_page_cost = 1.1; SET timezone = 'UTC'"
_READING = f"{_EVERY}; SET default_transaction_read_only = on; SET cursor_tuple_fraction = 0.01"
_DURABLE = (
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a URL says of a server and its database."""

    url: str
    params: dict[str, str]

    @classmethod
    def parse(cls, url: str) -> Target:
        """Read `postgresql://user:password@host:port/name?option=value`; DeskUnavailable where it is none."""
        _scheme, _mark, rest = url.partition("://")
        try:
            found = conninfo_to_dict(f"postgresql://{rest}")
        except psycopg.ProgrammingError:
            raise _mistake() from None  # what the driver says of it may quote the password
        params = {name: str(value) for name, value in found.items() if value is not None}
        if _cut_amiss(rest, params):
            raise _mistake()
        if not params.get("dbname"):
            raise DeskUnavailable(
                _("The desk's URL names no database."), _("Give postgresql://user@host:port/name.")
            )
        return cls(f"postgresql://{rest}", params)

    @property
    def database(self) -> str:
        """Name of the database."""
        return self.params["dbname"]

    @property
    def user(self) -> str:
        """Name of the role, or nothing where the URL leaves it to the system."""
        return self.params.get("user", "")

    @property
    def name(self) -> str:
        """What a person is told of where the desk is: never the password."""
        host = self.params.get("host", "")
        place = quote(host, safe=",:") + (f":{self.params['port']}" if "port" in self.params else "")
        who = f"{quote(self.user)}@" if self.user else ""
        return f"postgresql://{who}{place}/{quote(self.database)}"

    def other(self, database: str) -> Target:
        """Return another database of the same server, as the same role."""
        return Target(self.url, {**self.params, "dbname": database})


class Server:
    """Opens connections to one desk. Any thread may ask."""

    def __init__(self, target: Target, busy_seconds: float) -> None:
        self.target = target
        self.name = target.name
        self._busy = f"SET lock_timeout = {max(1, round(busy_seconds * 1000))}"
        self._lock = threading.Lock()
        self._failure: tuple[float, DeskUnavailable] | None = None

    def connect(self, *, reading: bool) -> Connection:
        """Open a connection; a reading one cannot change anything. DeskUnavailable, in words, where there is none."""
        with self._lock:
            failure = self._failure
        if failure is not None and time.monotonic() - failure[0] < _PATIENCE:
            raise DeskUnavailable(failure[1].message, failure[1].hint)
        try:
            connection = open_connection(self.target)
            setting_up = _READING if reading else f"{_EVERY}; {self._busy}; {_DURABLE}"
            connection.execute(setting_up, prepare=False)
        except psycopg.Error as error:
            said = words.refused(error, self.target)
            with self._lock:
                self._failure = time.monotonic(), said
            raise said from error
        self._failure = None
        return connection


def open_connection(target: Target) -> Connection:
    """Open a bare connection; psycopg's own errors."""
    params: dict[str, Any] = {**_ALWAYS, **target.params}
    connection = psycopg.connect(
        "", autocommit=True, cursor_factory=RawCursor, context=ADAPTERS, prepare_threshold=3, **params
    )
    connection.prepared_max = 400
    return connection


def _cut_amiss(rest: str, params: dict[str, str]) -> bool:
    """Whether a sign in the password ended it too soon: what follows would be shown as host, port or database."""
    ports = params.get("port", "").replace(",", "")
    who, _slash, name = rest.partition("?")[0].partition("/")
    return bool(ports and not ports.isdecimal()) or who.count("@") > 1 or "@" in name


def _mistake() -> DeskUnavailable:
    return DeskUnavailable(
        _("A URL with a mistake names no desk."),
        _("Give postgresql://user@host:port/name; a sign such as @ in a password is written %40."),
    )
