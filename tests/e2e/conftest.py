"""Fixtures of the browser tests: one replica, one real service, one recorder, fresh browsers."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))  # scripts/ find the harness likewise

from harness import product
from harness.chromium import Chromium, chromium
from harness.driver import BrowserMissingError, find_program
from harness.firefox import Firefox, firefox
from harness.recorder import Recorder, recorder
from harness.registry import Registry
from harness.service import Service, service
from harness.web import Web, replica

if TYPE_CHECKING:
    from collections.abc import Iterator


HERE = Path(__file__).resolve().parent
CHROMIUM = pytest.param("chromium", marks=pytest.mark.xdist_group("chromium"))
FIREFOX = pytest.param("firefox", marks=pytest.mark.xdist_group("firefox"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def need(name: str) -> None:
    """Skip where the browser is missing, but fail where its tests are required."""
    try:
        find_program(name)
    except BrowserMissingError as missing:
        if os.environ.get("CI") == "true" or os.environ.get("SVERKA_E2E") == "require":
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with replica(tmp_path_factory.mktemp("tls")) as running:
        yield running


@pytest.fixture(scope="session")
def sverka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service as it is delivered, but for the registries: one of ours stands for all."""
    folder = tmp_path_factory.mktemp("service")
    with Registry() as registry, service(folder, registry.overrides()) as running:
        yield running
        assert running.registries_asked() <= {registry.place}, "nobody else is asked"


@pytest.fixture(scope="session")
def proxy(sverka: Service) -> Iterator[Recorder]:
    with recorder(sverka.port) as running:
        yield running


@pytest.fixture
def sent(proxy: Recorder, web: Web) -> Recorder:
    """The recorder, empty at the start of each test, like the replica's log."""
    start_afresh(proxy, web)
    return proxy


def start_afresh(proxy: Recorder, web: Web) -> None:
    """Forget what was asked of service and replica so far."""
    proxy.reset()
    web.log.clear()


class Browsers:
    """Each browser is started once, by the first test that needs it; that takes seconds."""

    def __init__(self, web: Web, stack: ExitStack) -> None:
        self._port = web.port
        self._stack = stack
        self._running: dict[str, Chromium | Firefox] = {}

    def fresh(self, name: str, server: str) -> Chromium | Firefox:
        """The browser, with an extension that remembers nothing and asks ``server``."""
        need(name)
        if known := self._running.get(name):
            known.forget()
        else:
            self._running[name] = self._start(name)
        product.configure(self._running[name], server)
        return self._running[name]

    def _start(self, name: str) -> Chromium | Firefox:
        if name == "firefox":
            extension = product.build("firefox-test")
            return self._stack.enter_context(firefox(self._port, extension))
        return self._stack.enter_context(chromium(self._port, product.build("chrome-test")))


@pytest.fixture(scope="session")
def browsers(web: Web) -> Iterator[Browsers]:
    with ExitStack() as stack:
        yield Browsers(web, stack)


def alone(running: Chromium | Firefox, sent: Recorder, web: Web) -> Chromium | Firefox:
    """The browser, once nothing is left of what tabs of the test before asked at their end."""
    start_afresh(sent, web)
    return running


@pytest.fixture(params=[CHROMIUM, FIREFOX])
def browser(
    request: pytest.FixtureRequest, browsers: Browsers, sent: Recorder, web: Web
) -> Chromium | Firefox:
    """Each browser in turn."""
    return alone(browsers.fresh(request.param, sent.url), sent, web)


@pytest.fixture
def chrome(browsers: Browsers, sent: Recorder, web: Web) -> Chromium | Firefox:
    """Chromium alone; mark a module that uses it with Chromium's xdist group."""
    return alone(browsers.fresh("chromium", sent.url), sent, web)


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots for human eyes go; not kept in git."""
    folder = HERE.parents[1] / ".e2e"
    folder.mkdir(exist_ok=True)
    return folder
