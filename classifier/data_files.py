"""Reading the YAML data that ships with the package, with errors that name file, key and remedy."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA = Path(__file__).parent / "data"

M = TypeVar("M", bound=BaseModel)


class Closed(BaseModel):
    """Base of every file's schema: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DataError(ValueError):
    """A shipped or supplied data file is wrong; ``file`` says which, the message how to mend it."""

    def __init__(self, file: str, message: str) -> None:
        super().__init__(f"{file}: {message}")
        self.file = file
        self._message = message

    def __reduce__(self) -> tuple[type[DataError], tuple[str, str]]:
        """Survive the way from another process, where a worker may meet the damage."""
        return type(self), (self.file, self._message)


def load_yaml(path: Path) -> Any:
    """Parse one YAML file by the safe loader.

    Raises:
        DataError: the file is no YAML.
    """
    try:
        return yaml.load(path.read_bytes(), Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise DataError(path.name, f"is not valid YAML: {error}") from error


def validated(model: type[M], data: Any, file: str) -> M:
    """Check parsed data against its schema.

    Raises:
        DataError: names the first key that is wrong.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise DataError(file, f"{where}: {first['msg']}") from error


def fingerprint(paths: Iterable[Path]) -> str:
    """Return twelve hex digits that change when any of the files does."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


class _Loader(yaml.CSafeLoader):
    """The safe loader that refuses a key written twice instead of keeping the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - the parent's signature
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)
