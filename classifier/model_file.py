"""The model's file: JSON that is checked whole before anything in it is believed.

A file that is cut short, altered, of another protocol or trained on other features is refused, with
the remedy: a score from it would be wrong in silence.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator
from pydantic_core import from_json

from classifier.data_files import DATA, Closed, DataError, validated
from classifier.features import schema_hash
from classifier.model_inputs import RULE, tree_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MODEL_FILE = DATA / "model.json"
PROTOCOL = 1
"""Rises when a reader of older files would compute something else."""

REMEDY = "put the file of this release back, or make one: sverka train, sverka model promote"

MAX_BYTES = 8 * 1024 * 1024
"""Bytes of a file that are read; a model has about one megabyte."""

Whole = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
"""Whole numbers that every runtime adds exactly, thousands of them."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ModelError(DataError):
    """The model's file cannot be used; the message names it and the remedy."""


class Words(Closed):
    """The weight of each piece of host or path."""

    pieces: dict[str, Whole]


class Trees(Closed):
    """Binary trees in flat lists: a node asks whether an input is at most its threshold.

    ``feature`` is the place of an input, or -1 in a leaf; children stand behind their parent.
    Every node has a value: what the rows below it come to on average.
    """

    inputs: tuple[Name, ...]
    base: Whole
    roots: tuple[int, ...]
    feature: tuple[int, ...]
    threshold: tuple[Whole, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[Whole, ...]

    @model_validator(mode="after")
    def _sound(self) -> Trees:
        size = len(self.feature)
        if any(
            len(column) != size for column in (self.threshold, self.left, self.right, self.value)
        ):
            raise ValueError("the lists of nodes differ in length")
        if any(not 0 <= root < size for root in self.roots):
            raise ValueError("a tree begins outside the lists")
        for node, feature in enumerate(self.feature):
            if feature == -1:
                continue
            if not 0 <= feature < len(self.inputs):
                raise ValueError(f"node {node} asks about input {feature}, which does not exist")
            if not node < self.left[node] < size or not node < self.right[node] < size:
                raise ValueError(f"node {node} leads nowhere, or back")
        return self

    @field_validator("inputs")
    @classmethod
    def _known(cls, inputs: tuple[str, ...]) -> tuple[str, ...]:
        rules = [name.removeprefix(RULE) for name in inputs if name.startswith(RULE)]
        if inputs != tree_inputs(rules):
            raise ValueError("are not those of this release")
        return inputs


class Calibration(Closed):
    """How margins became log-odds (already worked into the trees), and what it was fixed on."""

    slope: float
    offset: float
    base_rate: float
    rows: int


class Thresholds(Closed):
    """Margins from which on something is said."""

    caution: Whole


class ModelFile(Closed):
    """Everything that a model's file holds; the last five are for people."""

    protocol: Literal[1]
    schema_: Annotated[str, Field(alias="schema")]
    name: Name
    unit: Annotated[int, Field(ge=1, le=2**20)]
    words: Words
    trees: Trees
    rules: dict[Name, Whole]
    page: dict[Name, Whole]
    official: Whole
    calibration: Calibration
    thresholds: Thresholds
    licence: Literal["ship", "any"]
    sources: tuple[dict[str, Any], ...]
    trained: dict[str, Any]
    figures: dict[str, Any]
    comparison: tuple[dict[str, Any], ...]
    sha256: str


def read_model(path: Path = MODEL_FILE) -> ModelFile:
    """Read and check a model's file.

    Raises:
        ModelError: missing, cut short, altered, of another protocol or of other features.
    """
    raw, content = _content(path)
    protocol = content.get("protocol")
    if protocol != PROTOCOL:
        raise ModelError(
            path.name, f"has protocol {protocol!r}, this release reads {PROTOCOL}; {REMEDY}"
        )
    if content.get("sha256") != _checksum_of(raw, content.get("sha256")):
        raise ModelError(path.name, f"was altered after it was written; {REMEDY}")
    if content.get("schema") != schema_hash():
        raise ModelError(
            path.name,
            f"was trained on features {content.get('schema')!r}, this release computes "
            f"{schema_hash()!r}; {REMEDY}",
        )
    try:
        return validated(ModelFile, content, path.name)
    except DataError as error:
        what = str(error).removeprefix(f"{path.name}: ")
        raise ModelError(path.name, f"{what}; {REMEDY}") from error


def checksum(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a file's content without the checksum itself."""
    rest = {key: value for key, value in content.items() if key != "sha256"}
    return hashlib.sha256(_text(rest).encode()).hexdigest()


def _checksum_of(raw: bytes, told: object) -> str:
    """Return the checksum of a file as it stands, without writing its content anew."""
    rest = raw.replace(f'"sha256":"{told}",'.encode("utf-8", "replace"), b"", 1)
    return hashlib.sha256(rest.removesuffix(b"\n")).hexdigest()


def model_text(content: Mapping[str, Any]) -> str:
    """Return a model's file as text, closed by its checksum; equal content gives equal text."""
    return _text({**content, "sha256": checksum(content)}) + "\n"


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _content(path: Path) -> tuple[bytes, dict[str, Any]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ModelError(path.name, f"cannot be read ({error.strerror}); {REMEDY}") from error
    if len(raw) > MAX_BYTES:
        raise ModelError(path.name, f"has {len(raw)} bytes, more than any model; {REMEDY}")
    try:
        content = from_json(raw)
    except ValueError as error:
        raise ModelError(path.name, f"is no whole JSON, perhaps cut short; {REMEDY}") from error
    if not isinstance(content, dict):
        raise ModelError(path.name, f"is no model; {REMEDY}")
    return raw, content
