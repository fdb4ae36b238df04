"""The rules of the desk: seen, edited, their effect, and put in force."""
