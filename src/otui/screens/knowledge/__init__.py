"""Knowledge on the screen: the list, the page of an article, and what is offered beside a ticket."""
