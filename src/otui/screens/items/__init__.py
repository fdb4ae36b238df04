"""Services and items: their list, the page of one, what hangs together as a tree, and what is done to them."""
