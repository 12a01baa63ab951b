"""``sverka model``: show, verify, card, promote, rollback."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

from classifier.data_files import DataError
from classifier.model import load_model
from classifier.model_file import MODEL_FILE, ModelError, read_model
from classifier.training.card import card as card_text
from classifier.training.figures import MEASURED
from classifier.training.promotion import IncomparableError, compared, losses
from server.cli.failure import WORK_ERROR, Failure
from server.cli.model_figures import Figures, both_figures, json_object
from server.cli.model_place import (
    PLAIN,
    PREVIOUS,
    beside,
    in_checkout,
    place_in_force,
    put,
    take_back,
)
from server.cli.score.formats import file_faults
from server.cli.score.target import check_target, whole_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from classifier.model_file import ModelFile

MAX_PACKED = 400_000
"""Bytes of a model's file packed by gzip: the extension carries it to every seller."""

AFTERWARDS = """\
What follows from the model is made anew by:
  sverka export
  sverka model card --out docs/model-card.md"""


def show(file: Path | None) -> None:
    """Print what a model says of itself.

    Raises:
        Failure: the model cannot be used.
    """
    model = _verified(file or _in_force())
    trained, figures = dict(model.trained), dict(model.figures)
    facts = {
        "name": model.name,
        "licence": model.licence,
        "sources": len(model.sources),
        **{f"trained: {key}": value for key, value in trained.items()},
        **{f"figure: {key}": value for key, value in figures.items() if key != MEASURED},
        **{f"measured: {key}": value for key, value in (figures.get(MEASURED) or {}).items()},
        "SHA-256": model.sha256,
    }
    width = max(map(len, facts))
    for key, value in facts.items():
        told = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
        print(f"{key:{width}}  {'–' if told is None else told}")


def verify(file: Path | None) -> None:
    """Say that a model fits this release.

    Raises:
        Failure: it does not; the message says why.
    """
    place = file or _in_force()
    model = _verified(place)
    print(f"{place}: {model.name}, fits this release; {packed_size(place):,} bytes packed")


def card(file: Path | None, out: Path | None) -> None:
    """Print a model's card or write it.

    Raises:
        Failure: the model cannot be used, or the card not written.
    """
    place = file or _in_force()
    text = card_text(_verified(place))
    if out is None:
        print(text, end="")
        return
    check_target(place, out)
    with whole_file(out, PLAIN) as stream:
        stream.write(text.encode())


def promote(candidate: Path, to: Path | None, sources: Figures) -> None:
    """Put a candidate into force if it fits this release and is not worse in any agreed figure.

    At a place of its own where nothing stands yet (``to``) there is nothing to compare with.

    Raises:
        Failure: it is refused, with the reason; nothing was changed.
    """
    model = _verified(candidate)
    place = place_in_force(to)
    if model.licence != "ship" and place == MODEL_FILE:
        raise Failure(
            f"{candidate}: was trained under the licence {model.licence!r}, which must not be "
            "shipped; train it with --licence ship, or promote it elsewhere with --to",
            WORK_ERROR,
        )
    content = _content(candidate, model)
    present = place if place.is_file() or to is not None else MODEL_FILE
    if present.is_file():
        if json_object(present).get("sha256") == model.sha256:
            raise Failure(f"{candidate}: is the model in force already", WORK_ERROR)
        _check_figures(candidate, *both_figures(model, candidate, present, sources))
    put(content, place)
    print(f"{place}: is now {model.name} ({model.sha256[:12]})")
    if beside(place, PREVIOUS).is_file():
        print(f"The model before stands in {beside(place, PREVIOUS).name}: sverka model rollback")
    if place == MODEL_FILE:
        print(AFTERWARDS)


def rollback(to: Path | None) -> None:
    """Bring the model before the last promotion back.

    Raises:
        Failure: there is none, or it does not fit this release; nothing was changed.
    """
    place = place_in_force(to)
    previous = beside(place, PREVIOUS)
    if previous.is_file():
        _verified(previous)
    take_back(place)
    print(f"{place}: is {_verified(place).name} again")
    if place == MODEL_FILE:
        print(AFTERWARDS)


def packed_size(path: Path) -> int:
    """Return the bytes of a file packed by gzip."""
    with file_faults(path):
        return len(gzip.compress(path.read_bytes(), mtime=0))


def _in_force() -> Path:
    place = place_in_force(None)
    return place if place.is_file() or in_checkout() else MODEL_FILE


def _verified(path: Path) -> ModelFile:
    try:
        load_model(path)
        model = read_model(path)
    except (ModelError, DataError) as error:
        raise Failure(f"{path.parent / str(error)}", WORK_ERROR) from error
    size = packed_size(path)
    if size > MAX_PACKED:
        raise Failure(
            f"{path}: has {size:,} bytes packed, at most {MAX_PACKED:,} are carried to every "
            "browser; keep fewer pieces, or fewer and smaller trees",
            WORK_ERROR,
        )
    return model


def _content(candidate: Path, model: ModelFile) -> bytes:
    """Return the bytes that were verified, not what came to stand there since."""
    with file_faults(candidate):
        content = candidate.read_bytes()
    if json.loads(content).get("sha256") != model.sha256:
        raise Failure(f"{candidate}: changed while it was read; try again", WORK_ERROR)
    return content


def _check_figures(candidate: Path, mine: Mapping[str, Any], present: Mapping[str, Any]) -> None:
    try:
        found = losses(mine, present)
    except IncomparableError as error:
        raise Failure(f"{candidate}: cannot be compared: {error}", WORK_ERROR) from error
    for name, new, old, good in compared(mine, present):
        print(f"{name:36} {_shown(old)} -> {_shown(new)}{'' if good else '  WORSE'}")
    if found:
        told = "\n  ".join(found)
        raise Failure(f"{candidate}: is not promoted:\n  {told}", WORK_ERROR)


def _shown(value: float | None) -> str:
    return f"{'–':>9}" if value is None else f"{value:9.4f}"
