"""The app: the doorways of ``server.api`` on one set of settings and one store."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import anyio
import structlog
from fastapi import FastAPI

from classifier.assess import assess
from classifier.case import Case
from server.api import bulk, check, docs, health, reports
from server.api.openapi import describe_api
from server.domain_age.resolver import AgeResolver
from server.errors import StartError
from server.handlers import install_handlers
from server.logs import RequestLog, configure
from server.settings import Settings, load_settings
from server.settings_help import misspelt_settings
from server.store.migrate import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DESCRIPTION = (
    "Tells a seller that a link is a trap. Send a link, and what the page behind it looks like "
    "when you know; the answer is a level, a score and reasons in Russian or English. "
    "Nothing that a person typed belongs here."
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """Build the service; without settings they are read from the environment.

    Raises:
        SettingsError: an environment variable has an impossible value.
    """
    misspelt = () if settings else misspelt_settings()  # else the caller has told them
    settings = settings or load_settings()
    app = FastAPI(
        title="Sverka",
        version=_version(),
        description=DESCRIPTION,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # it would hand request bodies and the texts of errors to whatever exporter is installed
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.settings = settings
    app.state.misspelt = misspelt
    app.state.start_error = None
    app.state.docs_page = None
    app.openapi = lambda: describe_api(app)  # type: ignore[method-assign]
    for module in (check, bulk, reports, health, docs):
        app.include_router(module.router)
    install_handlers(app)
    app.add_middleware(RequestLog)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the store, begin to ask registries, load the core; at the end close what was opened."""
    configure(app.state.settings)
    for warning in app.state.misspelt:
        structlog.get_logger("sverka").warning(warning)
    async with AsyncExitStack() as opened:
        try:
            app.state.store = await open_store(app.state.settings)
            opened.push_async_callback(app.state.store.close)
            app.state.ages = await AgeResolver.open(app.state.settings, app.state.store)
            opened.push_async_callback(app.state.ages.close)
        except StartError as error:
            app.state.start_error = f"Sverka cannot start. {error}"
            raise
        app.state.bulk_limiter = anyio.CapacityLimiter(bulk.WORKERS)
        # the first verdict loads rules, brands and suffixes; a seller should not wait for them
        app.state.versions = assess(Case(url="https://shop.example/")).versions
        yield


def _version() -> str:
    try:
        return version("sverka")
    except PackageNotFoundError:
        return "0"
