"""Set-up: the decisions that a machine with everything on it would never exercise."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

SCRIPT = Path(__file__).parents[2] / "scripts" / "bootstrap.py"


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sverka_bootstrap", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WHEELS = (
    "uv-1.0-py3-none-linux_armv6l.whl",
    "uv-1.0-py3-none-macosx_10_12_x86_64.whl",
    "uv-1.0-py3-none-macosx_11_0_arm64.whl",
    "uv-1.0-py3-none-manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64.whl",
    "uv-1.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    "uv-1.0-py3-none-musllinux_1_1_x86_64.whl",
    "uv-1.0-py3-none-win_amd64.whl",
    "uv-1.0.tar.gz",
)


@pytest.mark.parametrize(
    ("system", "machine", "musl", "wanted"),
    [
        ("linux", "x86_64", False, 4),
        ("linux", "x86_64", True, 5),
        ("linux", "aarch64", False, 3),
        ("darwin", "arm64", False, 2),
        ("darwin", "x86_64", False, 1),
        ("win32", "AMD64", False, 6),
    ],
)
def test_one_wheel_of_uv_fits_a_machine(  # noqa: PLR0913 - a row of the table and two fixtures
    bootstrap: Any,
    monkeypatch: pytest.MonkeyPatch,
    *,
    system: str,
    machine: str,
    musl: bool,
    wanted: int,
) -> None:
    monkeypatch.setattr(bootstrap.sys, "platform", system)
    monkeypatch.setattr(bootstrap.platform, "machine", lambda: machine)
    monkeypatch.setattr(bootstrap, "is_musl", lambda: musl)
    assert [name for name in WHEELS if bootstrap.is_for_this_machine(name)] == [WHEELS[wanted]]


def test_an_old_python_is_told_what_to_install(
    bootstrap: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _name: None)
    with pytest.raises(bootstrap.SetupError, match=r"install python3\.11 or newer"):
        bootstrap.use_a_new_enough_python()


@pytest.mark.parametrize(
    ("answer", "enough"), [("v20.18.9", False), ("v20.19.0", True), ("v24.1.0", True), ("?", False)]
)
def test_an_old_node_is_not_used(
    bootstrap: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: str, *, enough: bool
) -> None:
    for name in ("node", "npm"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho '{answer}'\n")
        program.chmod(0o755)
    monkeypatch.setattr(bootstrap, "search_path", lambda: str(tmp_path))
    assert bootstrap.node_is_new_enough() is enough


def test_a_stamp_fits_until_a_file_changes(
    bootstrap: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "STAMPS", tmp_path / "stamps")
    lock = tmp_path / "lock"
    lock.write_text("1")
    assert not bootstrap.fits("step", bootstrap.digest([lock]))
    bootstrap.stamp("step", bootstrap.digest([lock]))
    assert bootstrap.fits("step", bootstrap.digest([lock]))
    lock.write_text("2")
    assert not bootstrap.fits("step", bootstrap.digest([lock]))
    with pytest.raises(bootstrap.SetupError, match="absent is missing"):
        bootstrap.digest([tmp_path / "absent"])


def test_an_environment_without_its_python_does_not_work(bootstrap: Any, tmp_path: Path) -> None:
    assert bootstrap.works(Path(sys.executable))
    (tmp_path / "python").symlink_to(tmp_path / "gone")
    assert not bootstrap.works(tmp_path / "python")
