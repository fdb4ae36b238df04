"""What people do at a desk: one function a verb, one verb a transaction; and the read models."""
