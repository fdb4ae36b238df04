"""Lists of what is not a ticket: drafts, notices; and the letters that jump to a pane."""
