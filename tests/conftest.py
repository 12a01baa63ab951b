"""What every test needs, whatever it tests."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import structlog

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _no_registry_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that wants ages names its own servers; none reaches a real registry by accident."""
    monkeypatch.setenv("SVERKA_AGE_LOOKUPS", "false")


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """The app configures the process's logging; a test must not inherit it."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
