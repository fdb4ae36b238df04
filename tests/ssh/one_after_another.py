"""Runs sessions as sshd would, one process each, without a line: reads [words, command] a line, tells what came of it.

Started once: what takes a third of a second to import is there already when a session is forked off.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from typing import Any

from otui.cli import commands, front, ssh_session


def session(words: list[str], command: str) -> dict[str, Any]:
    """Run one session in a child and return its exit code and what it printed."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.environ["SSH_ORIGINAL_COMMAND"] = command
            try:
                code = front.run(words)
            except SystemExit as left:
                code = int(left.code or 0)
            sys.stdout.flush()
            os._exit(code)
        _child, status = os.waitpid(child, 0)
        told = [stream.seek(0) or stream.read().decode() for stream in (out, err)]
    return {"code": os.waitstatus_to_exitcode(status), "out": told[0], "err": told[1]}


if __name__ == "__main__":
    assert ssh_session.run
    for name in commands.COMMANDS:
        commands.load(name)
    for line in sys.stdin:
        print(json.dumps(session(*json.loads(line))), flush=True)  # noqa: T201 - it is what this answers
