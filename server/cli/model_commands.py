"""``sverka model``: names, options and help of its commands.

As in ``server.cli.main``, the module that does the work is imported when its command runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

model_app = typer.Typer(no_args_is_help=True, help="Look at a model, promote it, take it back.")

File = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="The model; else the one in force.")
]
Place = Annotated[
    Path | None,
    typer.Option(
        "--to",
        metavar="FILE",
        help="Place of the model in force: in a checkout the shipped one, else in the data folder.",
    ),
]


@model_app.command("show")
def model_show(file: File = None) -> None:
    """Tell what a model is: name, sources, sides, figures."""
    from server.cli.model import show as work

    work(file)


@model_app.command("verify")
def model_verify(file: File = None) -> None:
    """Check that a model fits this release: protocol, features, checksum, rules, size."""
    from server.cli.model import verify as work

    work(file)


@model_app.command("card")
def model_card(
    file: File = None,
    *,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE.md", help="Where the card goes.")
    ] = None,
) -> None:
    """Write a model's card: what for, from what, how good, where it errs."""
    from server.cli.model import card as work

    work(file, out)


@model_app.command("promote")
def model_promote(
    candidate: Annotated[Path, typer.Argument(metavar="CANDIDATE", help="The new model.")],
    *,
    figures: Annotated[
        Path | None,
        typer.Option(metavar="FILE.json", help="Its figures by `evaluate --json`; else its own."),
    ] = None,
    current_figures: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help="The same of the model in force.")
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(metavar="FILE.parquet", help="Measure both models here and now instead."),
    ] = None,
    to: Place = None,
) -> None:
    """Put a model into force if it fits and is not worse; the old one is kept beside it."""
    from server.cli.model import promote as work
    from server.cli.model_figures import Figures

    work(candidate, to, Figures(figures, current_figures, corpus))


@model_app.command("rollback")
def model_rollback(*, to: Place = None) -> None:
    """Bring the model before the last promotion back."""
    from server.cli.model import rollback as work

    work(to)
