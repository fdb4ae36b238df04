"""Keys: taken apart as ssh-keygen does, refused with the reason, and managed by whose they are."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest
from loopback import find, keygen

from otui.desk.commands import Undo
from otui.desk.desk import Desk
from otui.desk.office import sshkeys, staff
from otui.desk.office.keys_of import that_open
from otui.desk.undo import undo
from otui.desk.views import ssh_keys
from otui.domain.ssh_keys import fingerprint, parse
from otui.errors import NotFound, Refused

ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMb6xyhtKeLTxtQeYUBzUUlhnJp7+RMFgU9FYADTMYDk"
POINT = b"\x04" + bytes(range(64))


def text(*parts: bytes) -> str:
    """Return the base64 of a key's strings."""
    return base64.b64encode(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).decode()


def sk_ed25519(application: bytes = b"ssh:") -> str:
    return "sk-ssh-ed25519@openssh.com " + text(b"sk-ssh-ed25519@openssh.com", bytes(range(32)), application)


@pytest.mark.parametrize(
    "options",
    [
        ("-t", "ed25519"),
        ("-t", "rsa", "-b", "3072"),
        *(("-t", "ecdsa", "-b", bits) for bits in ("256", "384", "521")),
    ],
    ids=" ".join,
)
def test_a_key_is_told_as_ssh_keygen_tells_it(
    ssh_tools: None, tmp_path: Path, options: tuple[str, ...]
) -> None:
    keygen(tmp_path / "one", *options)
    line = (tmp_path / "one.pub").read_text()
    told = subprocess.run(
        [find("ssh-keygen") or "", "-lf", str(tmp_path / "one.pub")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    key = parse(line)
    assert (key.fingerprint, key.comment) == (told[1], told[2])
    assert f"{key.kind} {key.body}" == " ".join(line.split()[:2])


def test_a_security_key_is_told_as_ssh_keygen_tells_it(ssh_tools: None) -> None:
    ecdsa = "sk-ecdsa-sha2-nistp256@openssh.com " + text(
        b"sk-ecdsa-sha2-nistp256@openssh.com",
        b"nistp256",
        # The point that SEC 2 names as the generator: a key has to be on the curve for ssh-keygen.
        bytes.fromhex(
            "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
        ),
        b"ssh:",
    )
    for line in (sk_ed25519(), ecdsa):
        told = subprocess.run(
            [find("ssh-keygen") or "", "-lf", "-"], input=line, capture_output=True, text=True, check=True
        )
        assert parse(line).fingerprint == told.stdout.split()[1]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "no key in it"),
        ("   \n", "no key in it"),
        ("hello", "no kind of key"),
        ("ssh-ed25519", "there is no key"),
        ("ssh-ed25519 ", "there is no key"),
        (ED25519 + "\n" + ED25519, "one line"),
        (ED25519 + " me\nssh-rsa AAAA", "one line"),
        (ED25519 + " me\rno-pty", "one line"),
        (ED25519 + " me\x00", "one line"),
        (ED25519 + " " + "x" * 12_000, "one line"),
        ('command="sh" ' + ED25519, "options"),
        ("no-pty " + ED25519, "options"),
        ("ssh-dss AAAAB3NzaC1kc3MAAACBAP", "DSA"),
        ("ssh-ed25519-cert-v01@openssh.com AAAA", "certificate"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb\n", "private key"),
        ("ssh-ed25519 AAAA!", "damaged"),
        ("ssh-ed25519 AAAA", "damaged"),
        (ED25519[:-4], "damaged"),
        ("ssh-ed25519 " + text(b"ssh-ed25519", bytes(31)), "damaged"),
        ("ssh-ed25519 " + text(b"ssh-ed25519", bytes(32), b"more"), "damaged"),
        ("ssh-rsa " + ED25519.split()[1], "no ssh-rsa"),
        ("ssh-ed25519 " + text(b"ssh-rsa", b"\x03", b"\x7f" * 384), "no ssh-ed25519"),
        ("ssh-rsa " + text(b"ssh-rsa", b"\x03", b"\x7f" * 256), "3072 bits at least, and this one has 2047"),
        ("ssh-rsa " + text(b"ssh-rsa", b"\x03", b"\xff" * 384), "damaged"),
        ("ssh-rsa " + text(b"ssh-rsa", b"\x03", b"\x00\x7f" + b"\xff" * 383), "damaged"),
        ("ssh-rsa " + text(b"ssh-rsa", b"\x02", b"\x00" + b"\xff" * 384), "damaged"),
        ("ssh-rsa " + text(b"ssh-rsa", b"", b"\x00" + b"\xff" * 384), "damaged"),
        ("ssh-rsa " + text(b"ssh-rsa", b"\x03", b"\x7f" * 4096), "damaged"),
        ("ecdsa-sha2-nistp256 " + text(b"ecdsa-sha2-nistp256", b"nistp384", POINT), "damaged"),
        ("ecdsa-sha2-nistp256 " + text(b"ecdsa-sha2-nistp256", b"nistp256", POINT[:-1]), "damaged"),
        ("ecdsa-sha2-nistp256 " + text(b"ecdsa-sha2-nistp256", b"nistp256", b"\x02" + POINT[1:]), "damaged"),
        (sk_ed25519(b""), "damaged"),
    ],
)
def test_what_is_no_key_that_is_taken_is_refused_with_the_reason(line: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        parse(line)


def test_a_comment_is_words_and_nothing_more() -> None:
    assert parse(f"{ED25519}\n").comment == ""
    assert parse(f"{ED25519}  anna's   laptop ").comment == "anna's laptop"
    assert parse(f"{ED25519} a\u202eb\u2028c").comment == "a⟨U+202E⟩b c"
    assert len(parse(f"{ED25519} {'x' * 500}").comment) == 80


def test_one_spelling_of_a_key_is_kept() -> None:
    """Base64 ends in bits that count for nothing: other letters for them are the same key, kept as the one."""
    body = text(b"ecdsa-sha2-nistp256", b"nistp256", POINT)
    assert body.endswith("8=")
    odd = parse(f"ecdsa-sha2-nistp256 {body[:-2]}9=")
    assert (odd.body, odd.fingerprint) == (body, parse(f"ecdsa-sha2-nistp256 {body}").fingerprint)


def test_a_fingerprint_is_known_however_it_is_typed() -> None:
    known = parse(ED25519).fingerprint
    for words in (known, known.removeprefix("SHA256:"), f" {known}= "):
        assert fingerprint(words) == known


@pytest.fixture
def desk(staffed: str, desks) -> Desk:
    with Desk.open(desks.copy(staffed), login="ada") as found:
        yield found


def as_agent(desk: Desk, login: str) -> None:
    desk.sit_down(login)


def test_agents_manage_their_own_keys_and_admins_everyones(desk: Desk) -> None:
    as_agent(desk, "bea")
    with pytest.raises(Refused, match="Only an admin"):
        desk.call(sshkeys.add, "cas", ED25519)
    desk.call(sshkeys.add, "bea", f"{ED25519} home")
    assert [row.comment for row in desk.read(ssh_keys.of_agent)] == ["bea", "home"]
    with pytest.raises(Refused, match="Only an admin"):
        desk.read(ssh_keys.of_agent, "cas")
    theirs = next(row for row in that_open(desk.database.read()) if row.login == "cas")
    with pytest.raises(NotFound, match="no such key of yours"):
        desk.call(sshkeys.remove, theirs.fingerprint)
    as_agent(desk, "ada")
    assert len(desk.read(ssh_keys.of_agent)) == 3
    assert desk.call(sshkeys.remove, theirs.fingerprint) == "cas"
    with pytest.raises(NotFound, match="no such key"):
        desk.call(sshkeys.remove, theirs.fingerprint)


def test_a_key_is_one_agents_only(desk: Desk) -> None:
    desk.call(sshkeys.add, "bea", ED25519)
    for login in ("bea", "cas"):
        with pytest.raises(Refused, match="it is bea's"):
            desk.call(sshkeys.add, login, f"{ED25519} another comment")
    with pytest.raises(NotFound, match="no agent eve"):
        desk.call(sshkeys.add, "eve", ED25519)


def test_what_was_done_to_keys_is_kept_told_and_not_undone(desk: Desk) -> None:
    before = desk.feed_position()
    desk.call(sshkeys.add, "bea", ED25519)
    desk.call(sshkeys.remove, parse(ED25519).fingerprint)
    reader = desk.database.read()
    bea = desk.directory.agent("bea").id
    trail = reader.all("SELECT verb, about, agent_id FROM act ORDER BY id DESC LIMIT 2")
    ada = desk.agent.id
    assert trail == [("key-remove", f"agent {bea}", ada), ("key-add", f"agent {bea}", ada)]
    told = reader.all("SELECT topic, verb FROM feed WHERE id > :id ORDER BY id", {"id": before})
    assert told == [("agent", "key-add"), ("agent", "key-remove")]
    with pytest.raises(Refused, match="nothing to undo"):
        desk.do(undo, Undo(since=desk.session_start))


def test_the_keys_of_who_left_open_nothing(desk: Desk) -> None:
    from otui.desk.office import leaving

    assert {row.login for row in that_open(desk.database.read())} == {"bea", "cas"}
    desk.do(leaving.deactivate, leaving.Deactivate(agent="bea"))
    assert {row.login for row in that_open(desk.database.read())} == {"cas"}
    key = next(row for row in desk.read(ssh_keys.of_agent) if row.login == "bea")
    assert that_open(desk.database.read(), key.fingerprint) == []


def test_who_is_no_admin_any_more_manages_no_keys_of_others(desk: Desk) -> None:
    as_agent(desk, "ada")
    desk.call(staff.new_agent, "eve", "Eve", role="admin")
    desk.do(staff.change_agent, staff.ChangeAgent(agent="ada", role="agent"))
    with pytest.raises(Refused, match="Only an admin"):
        desk.call(sshkeys.add, "bea", ED25519)
