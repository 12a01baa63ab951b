"""Vectors that the core and the extension share: their lines, and the scripts that write them."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def vectors() -> Callable[[str], list[dict[str, Any]]]:
    """Read the lines of a file in ``tests/vectors``."""

    def read(name: str) -> list[dict[str, Any]]:
        text = (ROOT / "tests" / "vectors" / name).read_text(encoding="utf-8")
        return [json.loads(line) for line in text.removesuffix("\n").split("\n")]

    return read


@pytest.fixture
def load_script(monkeypatch: pytest.MonkeyPatch) -> Callable[..., ModuleType]:
    """Load a script of ``scripts/``; the scripts that it imports are forgotten again."""

    def load(name: str, *imported: str) -> ModuleType:
        monkeypatch.syspath_prepend(str(ROOT / "scripts"))
        spec = importlib.util.spec_from_file_location(
            f"sverka_{name}", ROOT / "scripts" / f"{name}.py"
        )
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for other in imported:
            sys.modules.pop(other)
        return module

    return load
