"""Procedures: checklists that appear on the tickets they are for."""

from otui.desk.procedures.verbs import activate, attach, deactivate, edit, new

__all__ = ["activate", "attach", "deactivate", "edit", "new"]
