"""Catalogue: the public sources that ``datasets/sources.toml`` names."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from classifier.data_files import Closed, DataError, validated
from classifier.training.datasets.entry import Ship  # noqa: TC001 - pydantic reads it when it runs
from classifier.training.files import AbsentError, CorpusError

if TYPE_CHECKING:
    from pathlib import Path

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Format = Literal["list", "hosts", "csv", "json", "rules"]


class Source(Closed):
    """One source: where it comes from, what its rows are, and what may be done with them.

    The keys are explained at the head of ``datasets/sources.toml``.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{1,60}$")]
    title: Text
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")]
    format: Format
    label: Literal["scam", "honest"]
    licence: Text
    ship: Ship
    noisy: bool = False
    rolling: bool = False
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    member: Text | None = None
    key: Text | None = None
    columns: tuple[Text, ...] = ()
    url_column: Text | None = None
    date_column: Text | None = None
    only: dict[Text, Annotated[tuple[Text, ...], Field(min_length=1)]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.rolling == (self.sha256 is not None):
            raise ValueError(f"{self.id}: give either sha256 or rolling = true")
        if (self.format == "csv") != (self.url_column is not None):
            raise ValueError(f"{self.id}: a csv, and only a csv, needs url_column")
        if (self.format == "json") != (self.key is not None):
            raise ValueError(f"{self.id}: a json file, and only that, needs the key of its list")
        return self

    @property
    def file(self) -> str:
        """Name of the downloaded file: the id and the end of the address's last part."""
        last = self.url.partition("?")[0].rpartition("/")[2].lower()
        ends = (".tar.gz", ".tgz", ".csv.gz", ".txt.gz", ".json.gz", ".csv", ".json", ".txt")
        return self.id + next((end for end in ends if last.endswith(end)), ".txt")

    @property
    def is_scam(self) -> int:
        """The label as a number: 1 for a scam."""
        return int(self.label == "scam")


class Catalogue(Closed):
    """All sources of a file, in its order."""

    source: Annotated[tuple[Source, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _unique(self) -> Self:
        ids = [source.id for source in self.source]
        if twice := {name for name in ids if ids.count(name) > 1}:
            raise ValueError(f"{', '.join(sorted(twice))}: named twice")
        return self


def read_catalogue(path: Path) -> tuple[Source, ...]:
    """Return the sources of a TOML file.

    Raises:
        CorpusError: no such file, no TOML, or an entry that is wrong.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return validated(Catalogue, data, str(path)).source
    except FileNotFoundError as error:
        raise AbsentError(f"{path}: no such file; name it with --sources") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: is no valid TOML ({error}); correct it") from error
    except DataError as error:
        raise CorpusError(f"{error}; correct it") from error
