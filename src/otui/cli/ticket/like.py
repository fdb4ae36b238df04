"""What is like a ticket."""

from __future__ import annotations

from otui.cli import streams
from otui.cli.clocktext import zone
from otui.cli.params import Json, Number
from otui.cli.session import open_desk
from otui.cli.ticket.app import app
from otui.cli.ticket.listing import print_rows
from otui.desk.recurrence import reading, words
from otui.desk.views import export, lists
from otui.text.i18n import N_, _


@app.command("like", help=N_("Show the incidents like a ticket, as far back as the desk looks."))
def like(number: Number, as_json: Json = False) -> None:
    """Show what is like a ticket."""
    with open_desk() as desk:
        found = desk.read(reading.like, number)
        if as_json:
            streams.emit(desk.read(export.tickets, list(found.ids)))
            return
        rows = desk.read(lists.rows_by_id, found.ids)
        if not rows:
            streams.say(_("Nothing like {number} was reported lately.").format(number=number))
            return
        streams.say(words.like_words(found.count, found.since, zone(desk), desk.now))
        print_rows(desk, [rows[one] for one in found.ids if one in rows])
