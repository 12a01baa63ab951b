"""Logs: one line a request, and no secrets in any line.

A line never holds a query string, a body or a client's address. What else comes by chance (the
message of a library) passes ``redact_event``, which masks card-like digits, phones and e-mails.
"""

from __future__ import annotations

import logging
import secrets
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from server.errors import Problem
from server.handlers import problem_response
from server.masking import mask
from server.problem_types import INTERNAL_ERROR

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from server.settings import Settings

_LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopqrstuv")
_SAFE_HEADERS = ((b"x-content-type-options", b"nosniff"), (b"cache-control", b"no-store"))


def redact_event(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Structlog processor: mask every key and value of a line, however deep."""
    return {mask(str(key)): _masked(value) for key, value in event.items()}


def _masked(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return mask(str(value)) if abs(value) >= 10**9 else value
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {mask(str(key)): _masked(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_masked(inner) for inner in value]
    return mask(value if isinstance(value, str) else repr(value))


def configure(settings: Settings) -> None:
    """Send this process's logs, and those of the libraries, to stderr in the chosen format."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        redact_event,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # looked up for each line: whoever replaces stderr gets the lines
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_message_only, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(level, logging.WARNING))
    for name in ("uvicorn", "uvicorn.error"):
        library = logging.getLogger(name)
        library.handlers, library.propagate = [], True
        library.setLevel(max(level, logging.INFO))
    # uvicorn's own access line holds the client's address and the query string
    access = logging.getLogger("uvicorn.access")
    access.handlers, access.propagate = [], False


def _message_only(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace a library's traceback by places in code: the texts in it may quote a request."""
    record: logging.LogRecord | None = event.get("_record")
    if record is not None and record.exc_info and record.exc_info[1] is not None:
        event.update(describe(record.exc_info[1]))
        record.exc_info, record.exc_text = None, None
    return event


def describe(error: BaseException) -> dict[str, Any]:
    """Return an exception as its type and the places it passed through, without its text."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return {
        "error": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": [f"{Path(frame.filename).stem}.{frame.name}:{frame.lineno}" for frame in frames],
    }


class RequestLog:
    """ASGI shell: request id, safe headers, one line a request, the last net for errors."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.log = structlog.get_logger("sverka")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or pass the server's start and stop through."""
        if scope["type"] == "lifespan":
            await self._lifespan(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _lifespan(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell a failed start in its own words: the framework would print a traceback instead."""

        async def tell(message: Message) -> None:
            known = getattr(scope["app"].state, "start_error", None)
            if message["type"] == "lifespan.startup.failed" and known:
                message = {"type": message["type"], "message": known}
            await send(message)

        await self.app(scope, receive, tell)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = secrets.token_hex(8).translate(_LETTERS)
        scope["sverka.request_id"] = request_id
        extra = ((b"x-request-id", request_id.encode()), *_SAFE_HEADERS)
        status = 0

        async def tag(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), *extra]
            await send(message)

        started = time.perf_counter()
        cause: dict[str, Any] = {}
        try:
            await self.app(scope, receive, tag)
        except Exception as error:
            cause = describe(error)
            if status:
                raise
            response = problem_response(Problem(INTERNAL_ERROR, INTERNAL_ERROR.remedy), request_id)
            await response(scope, receive, tag)
        finally:
            self._line(scope, status, started, request_id, cause)

    def _line(
        self, scope: Scope, status: int, started: float, request_id: str, cause: Mapping[str, Any]
    ) -> None:
        tell = self.log.error if cause else self.log.info
        tell(
            "request",
            method=scope["method"],
            route=getattr(scope.get("route"), "path", None) or "(none)",
            status=status,
            ms=round((time.perf_counter() - started) * 1000, 3),
            request_id=request_id,
            **cause,
        )
