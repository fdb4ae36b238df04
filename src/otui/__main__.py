"""The `otui` command. Nothing is imported here that the first frame of the screen does not need."""

from __future__ import annotations

import sys


def main() -> int:
    """Run otui on the words of this process; return its exit code."""
    from otui.cli.front import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
