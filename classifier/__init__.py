"""The detection core: pure functions from a case to a verdict, no network, clock or database."""
