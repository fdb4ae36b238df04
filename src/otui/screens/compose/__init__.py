"""Where an agent writes: a reply, a note and a call look different, and none turns into another."""
