"""From the tables to the charts: an incident in one line, a problem, and the three paths of a change.

Nothing about the process is said here. A row that is added to a table, taken out or led elsewhere shows in its chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from otui.desk.flow.chart import Chart, Edge, Node, gathered
from otui.desk.records.moves import DUTIES
from otui.desk.rights.matrix import Relation, Role, Say, on_ticket
from otui.desk.words import state_name, step_name, verb_name
from otui.domain import problem
from otui.domain.change import steps
from otui.domain.process import Move
from otui.domain.workflow import MODE, TRANSITIONS, Mode, State, Transition
from otui.text.i18n import N_, _

WAITING = "waiting"
LINE_UP = "line-up"
LINES = {1: N_("first line"), 2: N_("second line"), 3: N_("third line")}
LAST_LINE = max(LINES)
NEED_WORDS = {
    "owner": N_("an owner"),
    "root_cause": N_("the root cause"),
    "fix": N_("the fix"),
    "workaround": N_("a workaround"),
    "changes_done": N_("its changes done"),
    "reason": N_("a reason"),
    "review_at": N_("a date of review"),
    "original": N_("the original"),
    "justification": N_("the justification"),
    "plans": N_("all plans"),
    "window": N_("a window"),
    "risk": N_("the risk"),
    "peer_approved": N_("approval by peers"),
    "cab_approved": N_("approval by the CAB"),
    "ecab_approved": N_("approval by the emergency CAB"),
    "priority": N_("impact and urgency"),
    "implementer": N_("who does it"),
    "no_collision": N_("no collision"),
    "not_blocked": N_("nothing that blocks"),
    "in_window": N_("inside the window"),
    "tested": N_("a test result"),
    "template": N_("an approved template"),
    "emergency_reason": N_("why it is an emergency"),
    "backout_plan": N_("a backout plan"),
    "result": N_("the result"),
    "documentation": N_("the documentation"),
    "review": N_("the review"),
    "asked": N_("being asked"),
}
"""What a move needs, in a word or two."""


def incident(line: int, transitions: Iterable[Transition] = TRANSITIONS) -> Chart:
    """Return the handling of an incident in a line. Source: "de eerstelijns- en de tweedelijns afhandeling"."""
    table = tuple(transitions)
    states = [state for state in State if _is_named(state, table)]
    nodes = _incident_nodes(states)
    place = {step: node.id for node in nodes for step in (node.id, *(part for part, _words in node.parts))}
    edges: list[Edge] = []
    for row in table:
        if row.target is None or row.target not in place:
            continue
        who, verb = who_of_ticket(row.verb), verb_name(row.verb)
        if place[row.target] == WAITING:
            verb = _("wait")
        sources = (place[source] for source in row.sources if source in place)
        target = place[row.target]
        edges += [Edge(source, target, (verb,), who) for source in sources if source != target]
    title = _("An incident in the {line}").format(line=_(LINES[line]))
    nodes, lines = _other_lines(line, table, nodes, place)
    return Chart(title, nodes, gathered((*lines, *edges)))


def process(title: str, order: Iterable[str], moves: Iterable[Move]) -> Chart:
    """Return a process with its own table of moves; `order` is that of its steps, from top to bottom."""
    table = tuple(moves)
    named = {one for row in table if row.target for one in (*row.sources, row.target)}
    nodes = tuple(Node(step, step_name(step)) for step in order if step in named)
    known = {node.id for node in nodes}
    edges = [
        Edge(source, row.target, (verb_name(row.verb),), _(DUTIES[row.duty]), needs_in_words(row.needs))
        for row in table
        if row.target in known
        for source in row.sources
        if source in known and source != row.target
    ]
    return Chart(title, nodes, gathered(edges))


def a_problem(moves: Iterable[Move] = problem.MOVES) -> Chart:
    """Return the life of a problem."""
    return process(_("A problem"), problem.Step, moves)


def a_change(kind: steps.Type, tables: Mapping[steps.Type, Iterable[Move]] = steps.MOVES) -> Chart:
    """Return the path of a change of one type."""
    titles = {
        steps.Type.NORMAL: _("A normal change"),
        steps.Type.STANDARD: _("A standard change"),
        steps.Type.EMERGENCY: _("An emergency change"),
    }
    order = (*steps.PATHS[kind], *(step for step in steps.Step if step not in steps.PATHS[kind]))
    return process(titles[kind], order, tables[kind])


def line_after(line: int, verb: str) -> str:
    """Return the line that a verb hands a ticket to, in words; empty for one that leaves it in its line."""
    return _(LINES[line + 1]) if verb == LINE_UP and line < LAST_LINE else ""


def needs_in_words(needs: Iterable[str]) -> tuple[str, ...]:
    """Return what a move needs as people say it."""
    return tuple(_(NEED_WORDS.get(one, one)) for one in needs)


def _is_named(state: State, table: tuple[Transition, ...]) -> bool:
    return any(state == row.target or (row.target is not None and state in row.sources) for row in table)


def _incident_nodes(states: list[State]) -> tuple[Node, ...]:
    """Return a node for each state; the states that wait are one, for the same follows from all of them."""
    nodes: list[Node] = []
    for state in states:
        if MODE[state] is not Mode.PAUSE:
            nodes.append(Node(state, state_name(state)))
        elif not any(node.id == WAITING for node in nodes):
            parts = tuple((str(one), state_name(one)) for one in states if MODE[one] is Mode.PAUSE)
            nodes.append(Node(WAITING, _("waiting"), parts))
    return tuple(nodes)


def _other_lines(
    line: int, table: tuple[Transition, ...], nodes: tuple[Node, ...], place: dict[str, str]
) -> tuple[tuple[Node, ...], list[Edge]]:
    """Return the nodes with the lines before and after, and what leads from and to them: the verb that lines up."""
    row = next((one for one in table if one.verb == LINE_UP), None)
    if row is None:
        return nodes, []
    who, verbs = who_of_ticket(LINE_UP), (verb_name(LINE_UP),)
    edges: list[Edge] = []
    if line > 1 and nodes:
        nodes = (Node(f"line-{line - 1}", _(LINES[line - 1]), outside=True), *nodes)
        edges.append(Edge(f"line-{line - 1}", nodes[1].id, verbs, who))
    if line < LAST_LINE:
        nodes = (*nodes, Node(f"line-{line + 1}", _(LINES[line + 1]), outside=True))
        sources = dict.fromkeys(place[source] for source in row.sources if source in place)
        edges += [Edge(source, nodes[-1].id, verbs, who) for source in sources]
    return nodes, edges


def who_of_ticket(verb: str) -> str:
    """Return who may do a verb to a ticket, in words, as the table of rights has it."""
    try:
        row = on_ticket(verb)
    except KeyError:
        return ""
    if row.answer(Role.AGENT, Relation.OWN) is Say.YES and row.answer(Role.AGENT, Relation.TEAM) is Say.YES:
        return _("its owner; any agent while it is free")
    return (
        _("any agent") if row.answer(Role.AGENT, Relation.LOCKED) is Say.YES else _("the team of its queue")
    )
