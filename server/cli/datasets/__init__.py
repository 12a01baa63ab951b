"""``sverka datasets``: corpora fetched from their sources and built into one file."""
