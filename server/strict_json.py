"""JSON as RFC 8259 has it, read the same way at every doorway."""

from __future__ import annotations

import json
from typing import Any, Never


class JsonError(ValueError):
    """The text is no JSON; the message says why and never repeats the text."""


def strict_json(text: str | bytes) -> Any:
    """Parse one JSON document in UTF-8, with or without a byte-order mark, without NaN.

    Raises:
        JsonError: not UTF-8, not JSON, nested too deeply, or with a number that JSON does not have.
    """
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        return json.loads(text, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise JsonError(f"not UTF-8 (byte {error.start + 1}); convert the text") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise JsonError(f"not JSON: {error.msg} ({place})") from error
    except RecursionError as error:
        raise JsonError("not readable as JSON: nested too deeply") from error
    except JsonError:
        raise
    except ValueError as error:  # whole numbers of more than 4,300 digits
        raise JsonError("not readable as JSON: a number is too long") from error


def _refuse_constant(name: str) -> Never:
    raise JsonError(f"not JSON: {name} is no JSON value")
