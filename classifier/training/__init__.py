"""Measuring, and later fitting: corpora, splits and metrics. Nothing that judges imports this."""
