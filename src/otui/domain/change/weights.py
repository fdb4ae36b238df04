"""What a collision means for a change at a desk: the table of `schedule`, as change.toml has it."""

from __future__ import annotations

from collections.abc import Mapping

from otui.domain.change.rule_file import ChangeRules, Stop
from otui.domain.change.schedule import MEANING, CollisionKind, Weight
from otui.domain.change.steps import Type

WEIGHTS: Mapping[Stop, Weight] = {
    Stop.BLOCK: Weight.BLOCKS,
    Stop.REASON: Weight.REASON,
    Stop.NOTE: Weight.TOLD,
}
"""What the words of change.toml stand for."""


def meaning(rules: ChangeRules, kind: Type) -> Mapping[CollisionKind, Weight]:
    """Return what each collision means for changes of a type. A time that ends before it begins is nobody's choice."""
    named = {
        one: WEIGHTS[(rules.freeze if one is CollisionKind.BLACKOUT else rules.collision)[kind.value]]
        for one in CollisionKind
    }
    return {**named, CollisionKind.EMPTY: MEANING[kind][CollisionKind.EMPTY]}
