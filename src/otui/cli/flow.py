"""`otui flow`: the processes as charts, drawn from the tables that the desk goes by."""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.params import Json
from otui.cli.session import open_desk
from otui.desk.flow import tables, terminal
from otui.desk.flow.chart import Chart, Way
from otui.desk.flow.layout import ROOM, lay_out
from otui.desk.flow.mermaid import mermaid
from otui.desk.flow.svg import svg
from otui.desk.views import flow as views
from otui.domain.change.steps import Type
from otui.errors import Usage
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Mermaid = Annotated[bool, typer.Option("--mermaid", help=N_("In Mermaid's words."))]
Svg = Annotated[bool, typer.Option("--svg", help=N_("As a picture (SVG)."))]


@app.command("incident", help=N_("Draw the handling of an incident in the first, second or third line."))
def incident(
    line: Annotated[int, typer.Option("--line", metavar="1|2|3", help=N_("Which line."))] = 1,
    as_mermaid: Mermaid = False,
    as_svg: Svg = False,
    as_json: Json = False,
) -> None:
    """Draw a line's handling."""
    if line not in tables.LINES:
        raise Usage(_("There is no line {line}.").format(line=line), _("It is 1, 2 or 3."))
    _print(tables.incident(line), as_mermaid, as_svg, as_json)


@app.command("problem", help=N_("Draw the life of a problem."))
def problem(as_mermaid: Mermaid = False, as_svg: Svg = False, as_json: Json = False) -> None:
    """Draw a problem's life."""
    _print(tables.a_problem(), as_mermaid, as_svg, as_json)


@app.command("change", help=N_("Draw the path of a normal, a standard or an emergency change."))
def change(
    kind: Annotated[
        str, typer.Option("--type", metavar="normal|standard|emergency", help=N_("Which path."))
    ] = "normal",
    as_mermaid: Mermaid = False,
    as_svg: Svg = False,
    as_json: Json = False,
) -> None:
    """Draw a change's path."""
    if kind not in tuple(Type):
        raise Usage(
            _("{kind} is no type of change.").format(kind=kind),
            _("It is one of {kinds}.").format(kinds=", ".join(Type)),
        )
    _print(tables.a_change(Type(kind)), as_mermaid, as_svg, as_json)


@app.command("of", help=N_("Draw where a ticket, a problem or a change stands, and say what may follow."))
def of(
    number: Annotated[str, typer.Argument(metavar="NR", help=N_("Its number."))],
    as_mermaid: Mermaid = False,
    as_svg: Svg = False,
    as_json: Json = False,
) -> None:
    """Draw where a record stands."""
    with open_desk() as desk:
        _print(desk.read(views.of, number), as_mermaid, as_svg, as_json)


def _print(chart: Chart, as_mermaid: bool, as_svg: bool, as_json: bool) -> None:
    if as_mermaid + as_svg + as_json > 1:
        raise Usage(_("Choose one of --mermaid, --svg and --json."))
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else ROOM
    layout = lay_out(chart, room)
    if as_json:
        streams.emit(asdict(chart))
    elif as_mermaid:
        streams.block(mermaid(chart))
    elif as_svg:
        streams.block(svg(layout))
    else:
        streams.say(" · ".join(part for part in (chart.title, chart.number) if part))
        streams.block(terminal.text_of(layout))
        _print_ways(chart)


def _print_ways(chart: Chart) -> None:
    if not chart.here:
        return
    streams.say()
    streams.say(_("From here:") if chart.ways else _("Nothing follows from here."))
    for way in chart.ways:
        streams.block(in_words(way), indent="  ")


def in_words(way: Way) -> str:
    """Return one thing that may follow, as a line."""
    leads = f"{way.verb} → {way.target}" if way.target else way.verb
    told = [way.who if way.may else _("not you: {who}").format(who=way.who), *way.missing]
    return f"{leads}: {' · '.join(told)}"
