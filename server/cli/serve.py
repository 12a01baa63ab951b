"""``sverka serve``: the HTTP interface on uvicorn, after a look at what would stop it."""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

from server.app import create_app
from server.cli.failure import WORK_ERROR, Failure
from server.errors import StartError
from server.settings import PREFIX, load_settings
from server.settings_help import misspelt_settings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from server.settings import Settings

FACTORY = "server.cli.serve:app"
BACKLOG = 2048
"""Connections that may wait to be accepted; uvicorn's own default."""

CODE = [Path(__file__).parents[1], Path(__file__).parents[2] / "classifier"]
"""Folders whose changes restart the service under ``--reload``."""


def serve(host: str | None, port: int | None, *, reload: bool) -> None:
    """Serve until interrupted; options win over the environment.

    Raises:
        Failure: a setting cannot be used, the port is taken, or the data folder is not writable.
    """
    given: dict[str, Any] = {"host": host, "port": port}
    for name, value in given.items():
        if value is not None:  # the reloader's child process and create_app read the same place
            os.environ[f"{PREFIX}{name.upper()}"] = str(value)
    for warning in misspelt_settings():
        print(f"sverka: {warning}", file=sys.stderr)
    try:
        settings = load_settings()
        settings.create_data_dir()
    except StartError as error:
        raise Failure(str(error), WORK_ERROR) from error
    listener = _listener(settings)
    address = _shown(listener)
    if reload:
        listener.close()
        uvicorn.run(
            FACTORY,
            factory=True,
            host=settings.host,
            port=settings.port,
            log_config=None,
            reload=True,
            reload_dirs=[str(path) for path in CODE],
        )
        return
    print(
        f"sverka: serving on {address} (interface: {address}/docs), stop with Ctrl-C",
        file=sys.stderr,
    )
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_config=None))
    server.run(sockets=[listener])
    if not server.started:
        raise Failure("the service did not start; the cause stands above", WORK_ERROR)


def app() -> FastAPI:
    """Return the app for uvicorn's reloader, which imports it anew in each child process."""
    return create_app(load_settings())


def _listener(settings: Settings) -> socket.socket:
    """Bind the port, so that a taken one is told before anything starts."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sends small answers at once only on sockets that say that they are TCP
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(BACKLOG)  # from now on a client waits instead of being refused
    except OSError as error:
        listener.close()
        raise Failure(_why_not(settings, error), WORK_ERROR) from error
    return listener


def _why_not(settings: Settings, error: OSError) -> str:
    place = f"{settings.host} port {settings.port}"
    if error.errno == errno.EADDRINUSE:
        return f"{place} is taken by another program; stop it or choose another with --port"
    if error.errno == errno.EACCES:
        return f"{place} may not be used by this user; choose a port above 1023 with --port"
    return f"cannot listen on {place} ({error.strerror or error}); choose another with --host"


def _shown(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
