"""The change advisory board: its members, meetings, agenda, decisions and minutes."""
