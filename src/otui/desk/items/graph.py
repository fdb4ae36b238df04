"""What hangs on what, as it stands in the desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from otui.desk import rights

if TYPE_CHECKING:
    from otui.store.database import Reader


def graph(reader: Reader, hidden: Iterable[int] = (), *, whole: bool = False) -> dict[int, set[int]]:
    """Return {id: what it hangs on} of the items in use, without those of hidden queues; `whole` leaves none out."""
    but = "" if whole else f" WHERE i.active AND o.active{_seen(hidden, 'i')}{_seen(hidden, 'o')}"
    found: dict[int, set[int]] = {}
    for one, other in reader.all(
        "SELECT d.item_id, d.on_id FROM item_dependency d JOIN item i ON i.id = d.item_id"
        f" JOIN item o ON o.id = d.on_id{but}"
    ):
        found.setdefault(one, set()).add(other)
    return found


def _seen(hidden: Iterable[int], alias: str) -> str:
    return rights.without(hidden, f"coalesce({alias}.queue_id, 0)")
