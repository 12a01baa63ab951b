"""Where the model in force stands, and how another takes its place without any moment of loss.

Every step writes a whole new file beside its place and renames it, in an order in which whatever
is overwritten has a copy elsewhere: a full disk or a killed process leaves the model in force, or
the new one, and never neither.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from classifier.model_file import MODEL_FILE
from server.cli.failure import WORK_ERROR, Failure
from server.cli.score.formats import Format, Kind, file_faults
from server.cli.score.target import whole_file
from server.settings import SettingsError, load_settings

if TYPE_CHECKING:
    from pathlib import Path

PREVIOUS = "previous"
ROLLED_BACK = "rolled-back"

PLAIN = Format(Kind.JSONL)
"""Bytes as they are."""


def in_checkout() -> bool:
    """Tell whether this program runs from its source, where the shipped model may be changed."""
    return (MODEL_FILE.parents[2] / "pyproject.toml").is_file()


def place_in_force(chosen: Path | None) -> Path:
    """Return where the model in force stands, or will.

    Raises:
        Failure: the settings are wrong, or the place is a folder.
    """
    if chosen is not None:
        if chosen.is_dir():
            raise Failure(f"{chosen}: is a folder; name the model's file in it")
        return chosen
    if in_checkout():
        return MODEL_FILE
    try:
        return load_settings().data_dir / MODEL_FILE.name
    except SettingsError as error:
        raise Failure(str(error)) from error


def beside(place: Path, word: str) -> Path:
    """Return the name of a model kept beside the one in force: ``model.previous.json``."""
    return place.with_name(f"{place.stem}.{word}{place.suffix}")


def put(content: bytes, place: Path) -> None:
    """Put a model into force; the one that stood there is kept as *previous*.

    Raises:
        Failure: a file cannot be written; what stood at ``place`` still stands there.
    """
    if place.is_file():
        _write(_read(place), beside(place, PREVIOUS))
    _write(content, place)


def take_back(place: Path) -> None:
    """Bring *previous* back; the one that stood there is kept as *rolled back*.

    Raises:
        Failure: there is no other model before, or a file cannot be written.
    """
    previous = beside(place, PREVIOUS)
    if not previous.is_file():
        raise Failure(f"{previous}: no such file; no promotion was made here", WORK_ERROR)
    content = _read(previous)
    if place.is_file():
        present = _read(place)
        if present == content:
            raise Failure(f"{place}: is the same model as {previous.name} already", WORK_ERROR)
        _write(present, beside(place, ROLLED_BACK))
    _write(content, place)


def _read(path: Path) -> bytes:
    with file_faults(path):
        return path.read_bytes()


def _write(content: bytes, target: Path) -> None:
    with file_faults(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(target, PLAIN) as stream:
        stream.write(content)
    _keep_name(target.resolve().parent)


def _keep_name(folder: Path) -> None:
    """Have the folder's new entry survive a loss of power, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
