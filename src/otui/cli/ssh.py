"""`otui ssh`: the keys by which agents come in, and what sshd is told of them."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Annotated

import typer

from otui import restricted
from otui.cli import ssh_session, streams
from otui.cli.clocktext import zone
from otui.cli.params import Json
from otui.cli.session import body_of, desk_url, front, open_desk
from otui.desk.office import sshkeys
from otui.desk.office.keys_of import KeyRow
from otui.desk.views import ssh_keys
from otui.domain.ssh_keys import KINDS, fingerprint_of
from otui.domain.ssh_keys import fingerprint as as_kept
from otui.errors import Usage
from otui.text import times
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)
key = typer.Typer(rich_markup_mode=None, add_completion=False)
app.add_typer(key, name="key", help=N_("Whose key is whose: add, list, remove."))

Fingerprint = Annotated[
    str, typer.Argument(metavar="FINGERPRINT", help=N_("SHA256:..., as `ssh-keygen -l` tells it."))
]


@key.command(
    "add", help=N_("Let a public key open the door for an agent: your own, or as an admin anyone's.")
)
def add(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=N_("Whose key it is."))],
    words: Annotated[
        list[str],
        typer.Argument(metavar="FILE|-|KEY...", help=N_("A .pub file, - for stdin, or the key as it is.")),
    ],
    as_json: Json = False,
) -> None:
    """Add a key."""
    text = _key_text(words)
    with open_desk() as desk:
        made = desk.call(sshkeys.add, login, text)
        if as_json:
            rows = desk.read(ssh_keys.of_agent, login)
            streams.emit(next(_dict(row) for row in rows if row.id == made.id))
            return
    streams.say(
        _("{login} can come in with {fingerprint}.").format(login=login, fingerprint=made.fingerprint)
    )


@key.command("list", help=N_("List your keys, of an agent, or as an admin everyone's."))
def list_(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=N_("Whose keys."))] = "", as_json: Json = False
) -> None:
    """List keys."""
    with open_desk() as desk:
        rows = desk.read(ssh_keys.of_agent, login)
        if as_json:
            streams.emit([_dict(row) for row in rows])
            return
        if not rows:
            streams.say(_("No keys."))
            return
        streams.table(
            (_("login"), _("kind"), _("fingerprint"), _("used"), _("comment")),
            (
                (
                    row.login,
                    row.kind,
                    row.fingerprint,
                    times.moment(row.used_at, zone(desk), desk.now) if row.used_at else "-",
                    row.comment or "-",
                )
                for row in rows
            ),
        )


@key.command("remove", help=N_("Shut the door to a key; whoever is in with it is put out."))
def remove(fingerprint: Fingerprint) -> None:
    """Remove a key."""
    with open_desk() as desk:
        login = desk.call(sshkeys.remove, fingerprint)
    streams.say(_("The key of {login} does not open the desk any more.").format(login=login))


@app.command(
    "authorized-keys",
    help=N_("Print the lines that let agents in, for sshd's AuthorizedKeysCommand; or write them to a file."),
)
def authorized_keys(
    user: Annotated[
        str,
        typer.Option(
            "--user",
            metavar="NAME",
            help=N_("The account that is logged in to (%u): nothing if it is not the desk's."),
        ),
    ] = "",
    fingerprint: Annotated[
        str, typer.Option("--fingerprint", metavar="SHA256:...", help=N_("Only the line of this key (%f)."))
    ] = "",
    offered: Annotated[
        tuple[str, str] | None,
        typer.Option("--key", metavar="TYPE BASE64", help=N_("Only the line of this key (%t %k).")),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option(
            "--write", metavar="FILE", help=N_("Put the lines into this file; the rest of it stays.")
        ),
    ] = None,
) -> None:
    """Print or write the lines for sshd."""
    from otui.cli import authorized_keys as door

    wanted = _fingerprint_of(offered[1]) if offered else as_kept(fingerprint) if fingerprint else ""
    found = door.lines(desk_url(), user=user, fingerprint=wanted)
    if write is None:
        for one in found:
            print(one)
        return
    if wanted:
        raise Usage(_("A file holds the keys of all: leave --key and --fingerprint out."))
    door.write(write, found)
    streams.say(_("{path} is written.").format(path=write))


@app.command(
    "session", help=N_("What sshd runs for an agent who comes in: the screen, or the command they gave.")
)
def session(
    fingerprint: Annotated[
        str, typer.Option("--key", metavar="SHA256:...", help=N_("The key they came in with."))
    ],
) -> None:
    """Open a session."""
    raise SystemExit(ssh_session.run(front(), ["--key", fingerprint]))


def _key_text(words: list[str]) -> str:
    """Return the text of a key: the words themselves, what stands on stdin, or what is in the file."""
    if words == ["-"]:
        return body_of("-")
    if len(words) > 1 or words[0].split(" ")[0] in KINDS:
        return " ".join(words)
    restricted.forbid(_("No file is read over SSH: give the key itself, or - and the key on stdin."))
    try:
        return Path(words[0]).expanduser().read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise Usage(
            _("{path} cannot be read: {why}.").format(path=words[0], why=error.strerror or error)
        ) from error


def _fingerprint_of(body: str) -> str:
    try:
        return fingerprint_of(base64.b64decode(body, validate=True))
    except (binascii.Error, ValueError):
        raise Usage(
            _("{name} is not what was expected: {detail}").format(name="--key", detail="BASE64")
        ) from None


def _dict(row: KeyRow) -> dict[str, object]:
    return {
        "login": row.login,
        "kind": row.kind,
        "fingerprint": row.fingerprint,
        "comment": row.comment,
        "added_at": row.added_at,
        "used_at": row.used_at,
    }
