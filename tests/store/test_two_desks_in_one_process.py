"""A desk that one process opens twice: neither may lose what the other, or another process, writes."""

from __future__ import annotations

import subprocess
import sys

from otui.store.database import open_database

LOOK = """
import sys
from otui.store.database import open_database
with_rows = open_database(sys.argv[1])
print(with_rows.read().value("SELECT count(*) FROM meta WHERE key LIKE 'turn%'"))
with_rows.close()
"""


def test_opening_a_desk_again_keeps_the_locks_of_the_first(desk_url):
    first = open_database(desk_url)
    first.read().value("SELECT 1 FROM meta")
    open_database(desk_url).close()
    for turn in range(3):
        first.write(
            lambda writer, turn=turn: writer.insert("meta", {"key": f"turn{turn}", "value": ""})
        ).result()
        seen = subprocess.run(
            [sys.executable, "-c", LOOK, desk_url],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert int(seen.stdout) == turn + 1
    first.close()
