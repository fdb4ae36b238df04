"""The rules of the desk: which hold, what a change of them moves, how they are kept and edited."""
