"""Where a desk is kept: connections, transactions, migrations, search, change feed, backup."""
