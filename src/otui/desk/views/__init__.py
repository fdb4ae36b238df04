"""Read models: column SELECTs on an index, paged by key, as frozen rows. No entity leaves this room."""
