"""Failure: what stops a command, said in one sentence that names the input and the remedy."""

from __future__ import annotations

import traceback
from pathlib import Path

USAGE_ERROR = 2
"""Exit code for input that the caller can correct (the shell's own convention)."""

WORK_ERROR = 1
"""Exit code when a check does not hold, or the machine refuses (port, disk)."""


class Failure(Exception):  # noqa: N818 - it is the command that failed, the message is for people
    """Ends the command with ``exit_code``; the message is printed on stderr, without a trace."""

    def __init__(self, message: str, exit_code: int = USAGE_ERROR) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def fault(error: Exception) -> str:
    """Name the place of a fault in Sverka itself; its text could quote what a person typed."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    name = Path(place.filename).name
    return f"a fault in Sverka ({type(error).__name__} at {name}:{place.lineno}), please report it"
