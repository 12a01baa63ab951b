"""Errors of one question to one registry server; none of them leaves ``server.domain_age``.

LookupFailed           this server gave no answer that can be used
├─ Unreachable         no connection, no answer in time, closed before the answer was whole
├─ Unreadable          an answer without a date that can be read, or larger than allowed
├─ Forbidden           the server's address is none that may be asked; never tried again
└─ Throttled           the server asks for patience: ``retry_after`` seconds
"""

from __future__ import annotations


class LookupFailed(Exception):  # noqa: N818 - it is the look-up that failed
    """One server gave no answer that can be used; the message names it and the cause."""


class Unreachable(LookupFailed):
    """No connection, no answer in time, or the connection ended before the answer was whole."""


class Unreadable(LookupFailed):
    """An answer without a date that can be read, or one larger than allowed."""


class Forbidden(LookupFailed):
    """The server's name leads to an address that may not be asked; trying again is no use."""


class Throttled(LookupFailed):
    """The server asks for patience.

    Args:
        message: what the server said, in our words.
        retry_after: seconds after which it may be asked again.
    """

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after
