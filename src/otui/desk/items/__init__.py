"""Services and items: what the desk knows of what its tickets are about, as far as the processes need it."""
