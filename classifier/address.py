"""Address: the host that a browser would open."""
from __future__ import annotations


class AddressError(ValueError):
    """The text is no web address; ``code`` is a stable slug, the message names the remedy."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
