"""The console command ``sverka``: names, options and help; the work stands in one module a command.

Those modules are imported when their command runs, so that ``sverka --help`` stays fast.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from server.cli.age_commands import age, age_servers_app
from server.cli.data_commands import Licence, datasets_app, labels_app
from server.cli.failure import Failure, fault
from server.cli.model_commands import model_app

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""

FAULT = 70
"""Exit code when Sverka itself is at fault (EX_SOFTWARE of sysexits)."""

app = typer.Typer(
    name="sverka",
    help="Tells whether a link is a trap, and why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(no_args_is_help=True, help="Look at the rules and check them.")
app.command("age")(age)
app.add_typer(age_servers_app, name="age-servers")
app.add_typer(rules_app, name="rules")
app.add_typer(datasets_app, name="datasets")
app.add_typer(labels_app, name="labels")
app.add_typer(model_app, name="model")


class Lang(StrEnum):
    """Languages of the answer."""

    RU = "ru"
    EN = "en"


def _print_version(asked: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if asked:
        typer.echo(f"sverka {version('sverka')}")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Tells whether a link is a trap, and why."""


@app.command()
def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on.")] = None,
    reload: Annotated[
        bool, typer.Option("--reload", help="Restart when the code changes.")
    ] = False,
) -> None:
    """Serve the HTTP interface; by default on 127.0.0.1:8000, on this machine only."""
    from server.cli.serve import serve as work

    work(host, port, reload=reload)


@app.command()
def check(
    url: Annotated[str, typer.Argument(metavar="URL", help="The link, with http:// or https://.")],
    *,
    page: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The page behind the link: .html, or PageFacts as .json."
        ),
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the answer.")] = Lang.RU,
    as_json: Annotated[bool, typer.Option("--json", help="Print what the API answers.")] = False,
) -> None:
    """Judge one link and say why. Nothing is fetched from the network."""
    from server.cli.check import check as work

    work(url, page, lang.value, as_json=as_json)


@app.command()
def score(
    source: Annotated[
        Path,
        typer.Argument(metavar="IN", help="Table with a column url, and perhaps html or page."),
    ],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="OUT", help="Where the result goes.")],
) -> None:
    """Judge every row of a table (.csv .csv.gz .jsonl .jsonl.gz .parquet, also mixed). Offline.

    Adds level, score, reasons, brand, registrable_domain, error; other columns pass through.
    """
    from server.cli.score.run import score as work

    work(source, out)


class Side(StrEnum):
    """Sides of the split of a corpus."""

    TEST = "test"
    TUNE = "tune"
    ALL = "all"


@app.command()
def evaluate(  # noqa: PLR0913 - one argument an option
    *,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder that holds the corpora.")
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(metavar="FILE.parquet", help="Corpus on whose sides the model is measured."),
    ] = None,
    model: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help="A model; else the shipped one.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.md", help="Also write the figures here.")
    ] = None,
    as_json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Also write them as JSON.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Also write plots and tables here.")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help="At most so many links a group: a quick look.")
    ] = None,
    split: Annotated[Side, typer.Option(help="Side of the split to measure.")] = Side.TEST,
    worst: Annotated[
        int, typer.Option(min=0, help="Also print so many misses and false alarms to tune on.")
    ] = 0,
) -> None:
    """Measure rules and model on corpora of scams and honest hosts. Offline."""
    from server.cli.evaluate import Inputs, Outputs
    from server.cli.evaluate import evaluate as work

    work(
        Inputs(data, corpus, model),
        Outputs(out, as_json, html),
        sample=sample,
        split=split.value,
        worst=worst,
    )


@app.command()
def train(  # noqa: PLR0913 - one argument an option of the command
    *,
    data: Annotated[
        Path, typer.Option(metavar="FILE.parquet", help="What `sverka datasets build` made.")
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE.json", help="Where the candidate goes.")
    ],
    licence: Annotated[
        Licence, typer.Option(help="ship: learn only from what a shipped model may; any: all.")
    ] = Licence.SHIP,
    seed: Annotated[int, typer.Option(min=0, help="Equal corpus and seed: equal file.")] = 0,
    search: Annotated[
        int, typer.Option(min=0, help="Try so many other settings of the estimator first.")
    ] = 0,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="tcp://HOST:PORT", help="Search on this Dask cluster, not here."),
    ] = None,
) -> None:
    """Train a candidate for the model and measure it. Offline."""
    try:
        from server.cli.train import Search
        from server.cli.train import train_model as work
    except ModuleNotFoundError as error:
        remedy = "install what training needs: pip install 'sverka[train]'"
        raise Failure(f"{error.name} is missing; {remedy}") from error

    work(data, out, licence=licence.value, seed=seed, search=Search(search, cluster))


@rules_app.command("lint")
def rules_lint() -> None:
    """Check every rule: both languages, same placeholders, examples that hold."""
    from server.cli.rules import lint

    lint()


@rules_app.command("list")
def rules_list(
    *, lang: Annotated[Lang, typer.Option(help="Language of titles.")] = Lang.RU
) -> None:
    """List the rules, gravest first."""
    from server.cli.rules import show_all

    show_all(lang.value)


@rules_app.command("show")
def rules_show(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="For example form.balance-asked.")],
) -> None:
    """Show one rule with its texts and examples."""
    from server.cli.rules import show

    show(rule_id)


@app.command()
def export(
    *,
    out: Annotated[
        Path,
        typer.Option(metavar="FOLDER", help="Where the extension keeps generated files."),
    ] = Path("extension/src/generated"),
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; fail when a file differs."),
    ] = False,
) -> None:
    """Write what the extension takes from the server: API, rules, brands, gate words."""
    from server.cli.export import export as work

    work(out, check=check)


def run() -> None:
    """Run the command line; a failure is one sentence on stderr and an exit code."""
    try:
        app()
    except Failure as failure:
        print(f"sverka: {_printable(str(failure))}", file=sys.stderr)
        sys.exit(failure.exit_code)
    except KeyboardInterrupt:
        print("sverka: interrupted", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except Exception as error:  # the last net: a person gets a sentence, not a trace
        if os.environ.get("SVERKA_LOG_LEVEL") == "debug":
            raise
        hint = "SVERKA_LOG_LEVEL=debug shows the way to it"
        print(f"sverka: {fault(error)}; {hint}", file=sys.stderr)
        sys.exit(FAULT)


def _printable(text: str) -> str:
    """Return text that any terminal takes: no control characters, no lone surrogates."""
    kept = "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text)
    return kept if len(kept) <= MAX_MESSAGE else f"{kept[:MAX_MESSAGE]}…"


MAX_MESSAGE = 2000
"""Characters of an error that are printed; the rest would be a pasted page."""


if __name__ == "__main__":
    run()
