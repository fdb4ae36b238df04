"""Problems: their list, the page of one, and what is done to them."""
