"""`python -m benchmarks`: measure, print a table, write JSON. What is over its budget has a `!`; nothing fails."""

from __future__ import annotations

import argparse
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    confidential,
    desks,
    importing,
    knowledge,
    reading,
    sessions,
    start,
    timing,
    wire,
    writing,
)
from benchmarks.figures import Figure, machine, table, write_json

SUBJECTS: dict[str, Callable[[Path], list[Figure]]] = {
    "start": start.measure,
    "wire": wire.measure,
    "reading": reading.measure,
    "confidential": confidential.measure,
    "knowledge": knowledge.measure,
    "timer": timing.measure,
    "verbs": writing.measure,
    "import": importing.measure,
    "sessions": sessions.measure,
}


def main() -> int:
    """Measure what was asked for, on every size of desk."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--sizes", default="10000,100000,1000000", help="tickets on the desks to measure, by comma"
    )
    parser.add_argument(
        "--work",
        type=Path,
        default=Path(tempfile.gettempdir()) / "otui-benchmarks",
        help="where the desks are kept between runs (about 4 GB for a million tickets)",
    )
    parser.add_argument("--only", default=",".join(SUBJECTS), help=f"subjects, of {', '.join(SUBJECTS)}")
    parser.add_argument(
        "--json", type=Path, help="where to write the figures (default: in the work directory)"
    )
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    results: dict[int, list[Figure]] = {}
    for size in map(int, args.sizes.split(",")):
        path = desks.desk_of(args.work, size)
        results[size] = []
        for name in args.only.split(","):
            print(f"{size:,} tickets: {name}", file=sys.stderr, flush=True)
            try:
                results[size] += SUBJECTS[name](path)
            except Exception:  # one subject that cannot be measured does not take the others along
                traceback.print_exc()
    print(table(results))
    for size, figures in results.items():
        for figure in figures:
            if figure.note:
                print(f"{size:,}: {figure.name}: {figure.note}")
    print(" ".join(f"{name} {value}" for name, value in machine().items()))
    write_json(args.json or args.work / "benchmarks.json", results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
