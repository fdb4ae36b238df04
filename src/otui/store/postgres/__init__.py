"""A desk on a PostgreSQL server, over psycopg: imported only for a desk whose URL says so."""
