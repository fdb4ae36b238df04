"""Triage: one ticket after another."""
