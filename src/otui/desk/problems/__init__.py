"""Problems: the cause of incidents, found, worked around and taken away. Each function is one verb."""
