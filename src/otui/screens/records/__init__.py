"""What the screens of problems, changes, knowledge articles and services share: a list, a page, the verbs."""

from pathlib import Path

STYLES = Path(__file__).with_name("records.tcss")
"""The style sheet of these screens: by its whole path, for theirs are made elsewhere."""
