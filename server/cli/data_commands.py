"""``sverka datasets`` and ``sverka labels``: names, options and help of their commands.

As in ``server.cli.main``, the module that does the work is imported when its command runs.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from server.cli.failure import Failure

datasets_app = typer.Typer(no_args_is_help=True, help="Fetch corpora and build one out of them.")
labels_app = typer.Typer(no_args_is_help=True, help="Keep what moderators know of addresses.")


class Licence(StrEnum):
    """Which rows a corpus takes."""

    SHIP = "ship"
    ANY = "any"


@datasets_app.command("fetch")
def datasets_fetch(
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Folder for files; else the data folder."),
    ] = None,
    mirror: Annotated[
        Path | None,
        typer.Option("--from", metavar="DIR", help="Take files of the same names from here."),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this source; may be repeated.")
    ] = None,
    sources: Annotated[
        Path, typer.Option(metavar="FILE.toml", help="Which sources there are.")
    ] = Path("datasets/sources.toml"),
) -> None:
    """Download public corpora: resumable, checked by checksum."""
    try:
        from server.cli.datasets.fetch import fetch as work
    except ModuleNotFoundError as error:
        remedy = "install what training needs: pip install 'sverka[train]'"
        raise Failure(f"{error.name} is missing; {remedy}") from error

    work(sources, out, mirror, only or [])


@datasets_app.command("build")
def datasets_build(
    *,
    source: Annotated[
        Path, typer.Option("--from", metavar="DIR", help="Folder of prepared or fetched corpora.")
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE.parquet", help="Where the corpus goes.")
    ],
    licence: Annotated[
        Licence, typer.Option(help="ship: only what the shipped model may learn from; any: all.")
    ] = Licence.SHIP,
    labels: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Labels of our own: what `labels export` wrote."),
    ] = None,
) -> None:
    """Build one Parquet of labelled cases for training. Offline."""
    from server.cli.datasets.build import build_corpus as work

    work(source, out, licence.value, labels)


class LabelName(StrEnum):
    """What a moderator may say of an address."""

    SCAM = "scam"
    HONEST = "honest"


Author = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who says so; else SVERKA_MODERATOR.")
]


@labels_app.command("add")
def labels_add(
    url: Annotated[str, typer.Argument(metavar="URL", help="The link that is judged.")],
    *,
    label: Annotated[LabelName, typer.Option(help="What it is.")],
    note: Annotated[str, typer.Option(help="Why, in a few words.")] = "",
    author: Author = None,
) -> None:
    """Keep a label of one address: its host and path without numbers, nothing else of it."""
    from server.cli.labels.commands import add as work

    work(url, label.value, note, author)


@labels_app.command("import")
def labels_import(
    source: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="Columns url, label and perhaps note.")
    ],
    *,
    author: Author = None,
) -> None:
    """Keep the labels of a table, all or none."""
    from server.cli.labels.commands import import_file as work

    work(source, author)


@labels_app.command("export")
def labels_export(
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="A .csv, .jsonl or .parquet file.")
    ],
) -> None:
    """Write the latest label of each address, for `datasets build --labels`."""
    from server.cli.labels.commands import export as work

    work(out)
