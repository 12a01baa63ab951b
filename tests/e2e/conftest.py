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
from harness.service import Service, service
from harness.web import Web, replica

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harness.driver import Browser

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
    with service(tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="session")
def proxy(sverka: Service) -> Iterator[Recorder]:
    with recorder(sverka.port) as running:
        yield running


@pytest.fixture
def sent(proxy: Recorder, web: Web) -> Recorder:
    """The recorder, empty at the start of each test, like the replica's log."""
    proxy.reset()
    web.log.clear()
    return proxy


@pytest.fixture(scope="session")
def firefox_program(web: Web) -> Iterator[Callable[[], Firefox]]:
    """Start Firefox once, at the first test that needs it; starting it takes seconds."""
    with ExitStack() as stack:
        running: list[Firefox] = []

        def get() -> Firefox:
            if running:
                running[0].close_tabs()
                running[0].install()
            else:
                running.append(
                    stack.enter_context(firefox(web.port, product.build("firefox-test")))
                )
            return running[0]

        yield get


@pytest.fixture(params=[CHROMIUM, FIREFOX])
def browser(
    request: pytest.FixtureRequest,
    web: Web,
    sent: Recorder,
    firefox_program: Callable[[], Firefox],
) -> Iterator[Browser]:
    """A browser with a fresh extension that asks the recorder."""
    need(request.param)
    if request.param == "firefox":
        fox = firefox_program()
        product.configure(fox, sent.url)
        yield fox
        return
    with chromium(web.port, product.build("chrome-test")) as running:
        product.configure(running, sent.url)
        yield running


@pytest.fixture
def chrome(web: Web, sent: Recorder) -> Iterator[Chromium]:
    """Chromium alone; mark a module that uses it with Chromium's xdist group."""
    need("chromium")
    with chromium(web.port, product.build("chrome-test")) as running:
        product.configure(running, sent.url)
        yield running


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots for human eyes go; not kept in git."""
    folder = HERE.parents[1] / ".e2e"
    folder.mkdir(exist_ok=True)
    return folder
