"""How a desk is kept: backups that are sealed and looked at, copies between engines, and what is done about damage."""
