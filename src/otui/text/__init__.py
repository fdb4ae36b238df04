"""Text: what strangers wrote made safe, widths, times as people say them, translations."""
