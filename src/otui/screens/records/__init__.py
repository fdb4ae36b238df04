"""What the screens of problems, changes, knowledge articles and services share: a list, a page, the verbs."""
