"""Making one corpus out of many sources: read, licensed, cleaned, merged, written as Parquet."""
