"""Every error that otui raises on purpose. The front ends turn them into a notice, a dialog or an exit code."""

from __future__ import annotations


class OtuiError(Exception):
    """Something a person can act on: `message` says what is wrong, `hint` what to do. Never a flag."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class Refused(OtuiError):
    """A rule of the desk says no."""


class NotFound(Refused):
    """What was named does not exist, or is not for this agent to see."""


class OpenSteps(Refused):
    """A ticket cannot end yet: `steps` of its checklist are open, and nobody said why they may stay so."""

    def __init__(self, message: str, hint: str = "", *, steps: int = 0) -> None:
        super().__init__(message, hint)
        self.steps = steps


class Usage(OtuiError):
    """The words of a command do not fit."""

    exit_code = 2


class DeskUnavailable(OtuiError):
    """The desk cannot be opened, read or written: path, file, disk, lock or version."""

    exit_code = 3


class Conflict(OtuiError):
    """Someone else was first: the ticket moved on since it was read. `ticket_id` and `version` say where it is now."""

    exit_code = 4

    def __init__(self, message: str, hint: str = "", *, ticket_id: int = 0, version: int = 0) -> None:
        super().__init__(message, hint)
        self.ticket_id = ticket_id
        self.version = version


class BadFile(OtuiError):
    """A file that a person edits holds a mistake: told as `file:line: what was expected`."""

    exit_code = 2

    def __init__(self, file: str, line: int, message: str, hint: str = "") -> None:
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}", hint)
        self.file = file
        self.line = line
