"""A public key as OpenSSH writes it on a line: read whole, or refused with the reason.

What passes is put into a file that sshd trusts. So nothing of it is copied: the key is taken apart (RFC 4253, 5656,
8709 and OpenSSH's PROTOCOL.u2f) and written anew.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from otui.errors import Refused
from otui.text import safe
from otui.text.i18n import _

CURVES = {"nistp256": 32, "nistp384": 48, "nistp521": 66}
"""Curves of ECDSA, and the bytes of a coordinate."""
KINDS = (
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    *(f"ecdsa-sha2-{curve}" for curve in CURVES),
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
)
"""The kinds of key that open the door."""
RSA_BITS = 3072
"""An RSA key of fewer bits is refused (NIST SP 800-57: 3072 is worth 128 bits)."""
RSA_MOST = 16384
LONGEST_COMMENT = 80
LONGEST_LINE = 12_000
"""Characters: an RSA key of 16384 bits has some 2,800."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One key, checked."""

    kind: str
    body: str
    """The key in base64, in the one spelling that there is for it."""
    comment: str
    """What its owner calls it, made safe; nothing relies on it."""
    fingerprint: str
    """SHA256:..., as `ssh-keygen -l` tells it."""


def parse(text: str) -> PublicKey:
    """Return the key of a line such as a .pub file holds. Raises Refused, which says what is wrong with it."""
    words = _only_line(text).split(" ", 2)
    kind = words[0]
    if kind not in KINDS:
        raise _no_kind(kind, words)
    if len(words) < 2 or not words[1]:
        raise Refused(_("Behind {kind} there is no key.").format(kind=kind), _hint())
    blob = _decoded(words[1])
    _check(kind, _Blob(blob))
    comment = safe.line(words[2])[:LONGEST_COMMENT].strip() if len(words) > 2 else ""
    return PublicKey(kind, base64.b64encode(blob).decode(), comment, fingerprint_of(blob))


def fingerprint_of(blob: bytes) -> str:
    """Return the fingerprint of a key's bytes."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def fingerprint(words: str) -> str:
    """Return a fingerprint as the desk keeps it, however it was typed: with or without its SHA256."""
    words = words.strip().rstrip("=")
    return words if words.startswith("SHA256:") else f"SHA256:{words}"


def _only_line(text: str) -> str:
    if "PRIVATE KEY" in text:
        raise Refused(
            _("This is a private key, and nobody else may ever have it."),
            _("Give the file beside it that ends in .pub; if others saw this one, make a new key."),
        )
    text = text.strip("\r\n\t ")
    if not text:
        raise Refused(_("There is no key in it."), _hint())
    if len(text) > LONGEST_LINE or any(ord(char) < 0x20 or ord(char) == 0x7F for char in text):
        raise Refused(_("A key is one line of text, and this is more."), _hint())
    return text


def _no_kind(kind: str, words: list[str]) -> Refused:
    if kind == "ssh-dss":
        return Refused(_("A DSA key is too weak."), _hint())
    if "-cert-v" in kind:
        return Refused(
            _("This is a certificate, and the desk knows people by their keys."),
            _("Give the .pub file without -cert in its name."),
        )
    if any(word in " ".join(words[1:]).split() for word in KINDS):
        return Refused(
            _("There are options before the key."),
            _("Give the key as its .pub file has it: otui writes the options itself."),
        )
    return Refused(_("{kind} is no kind of key that is taken here.").format(kind=safe.line(kind)), _hint())


def _hint() -> str:
    return _("Make one with `ssh-keygen -t ed25519` and give its .pub file.")


def _broken() -> Refused:
    return Refused(_("The key is damaged: it was cut off, or changed on its way."), _("Copy it once more."))


def _decoded(body: str) -> bytes:
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _broken() from error


class _Blob:
    """The bytes of a key, read from the front."""

    def __init__(self, data: bytes) -> None:
        self.rest = data

    def take(self) -> bytes:
        """Return the next string: four bytes of length, then so many."""
        length = int.from_bytes(self.rest[:4], "big")
        if len(self.rest) < 4 + length:
            raise _broken()
        found, self.rest = self.rest[4 : 4 + length], self.rest[4 + length :]
        return found

    def number(self) -> int:
        """Return the next number, positive and in its only spelling."""
        found = self.take()
        if not found or found[0] & 0x80 or (found[0] == 0 and (len(found) == 1 or not found[1] & 0x80)):
            raise _broken()
        return int.from_bytes(found, "big")


def _check(kind: str, blob: _Blob) -> None:
    """Refuse a key whose bytes are not, from the first to the last, one of its kind."""
    if blob.take() != kind.encode():
        raise Refused(
            _("The key says of itself that it is no {kind}.").format(kind=kind), _("Copy it once more.")
        )
    if "ed25519" in kind:
        whole = len(blob.take()) == 32
    elif "ecdsa" in kind:
        curve = kind.partition("@")[0].rpartition("-")[2]
        whole = blob.take() == curve.encode() and _is_point(blob.take(), CURVES[curve])
    else:
        whole = _is_rsa(blob.number(), blob.number())
    if kind.startswith("sk-"):
        whole = whole and bool(blob.take())
    if not whole or blob.rest:
        raise _broken()


def _is_point(point: bytes, size: int) -> bool:
    """Whether it is a point as ECDSA keys have it: a four, and two coordinates."""
    return point[:1] == b"\x04" and len(point) == 1 + 2 * size


def _is_rsa(exponent: int, modulus: int) -> bool:
    bits = modulus.bit_length()
    if bits < RSA_BITS:
        raise Refused(
            _("An RSA key has {least} bits at least, and this one has {bits}.").format(
                least=RSA_BITS, bits=bits
            ),
            _hint(),
        )
    return bits <= RSA_MOST and modulus % 2 == 1 and exponent > 1 and exponent % 2 == 1
