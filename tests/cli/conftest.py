"""The real command, in this process for speed; tests of the process itself start their own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))  # where the helpers of these tests stand

from cli_tables import Done

from server.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def sverka(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    def call(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["sverka", *map(str, arguments)])
        code = 0
        try:
            run()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        sys.stdout.flush()
        captured = capfd.readouterr()
        return Done(code, captured.out, captured.err)

    return call
