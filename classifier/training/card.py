"""The card of a model: what it is for, what it learned from, how good it is, where it errs.

Written from the model's file alone, so that the card says what the file says.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from classifier.training.figures import AGREED, MEASURED, is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.model_file import ModelFile

INTRODUCTION = """\
Written by `sverka model card` from the model's file; change the file, not this text.

## What it is for

It tells a seller, before a card number is typed, how likely a link from a chat is a trap. It sees
the link's host and path: pieces of their text, numbers of the host's shape, and which rules hold.
It does not see who sent the link. It learned nothing of a domain's age, which stored links do not
tell: rules on age add what their authors judged. It must not be the sole ground for closing an
account or naming somebody a criminal, and it says nothing of shops that take money and send
nothing."""

SIDES = """\
Measured on rows of which nothing was learned; [researchers](researchers.md) tells how the sides
are made."""

READING = """\
The score is the probability of a scam **among as many scams as honest links** (base rate {rate:g}).
In a chat scams are far rarer, perhaps one link in a hundred to a thousand: at a base rate *r* add
log(r / (1 - r)) to the score's log-odds. At one in a hundred, a score of 0.99 means about one
half; the tables of [quality](quality.md) state precision at real rates. A low score means that
nothing speaks against a link, never that it is safe.

The margin is the log-odds times {unit:,}, in whole numbers, so that Python and the browser agree in
every bit. From a margin of {caution:,} (score {score:.3f}) the model itself asks for caution;
danger is left to rules. The margin is the exact sum of what the words, the shape and the rules
add, and these are shown as reasons."""

FAULTS = """\
- Labels are those of public lists. Top lists hold a few scams, feeds a few ordinary sites.
- Public lists hold few scams under `.ru`, unlike sellers' chats: the model learns nothing from
  Russian endings themselves, and its scams there weigh more. It still catches fewer of them:
  {russian} of `.ru` scams are warned of.
- Platforms on which anybody publishes are nearly all scams in feeds and nearly all honest in the
  world. Its score there leans on the name that the stranger chose.
- Scam shops cannot be told from honest ones by their names.
- A campaign of a new shape, after the training, is caught less often than the ones it knows:
  compare *late* with *test* below.
- Whoever knows the file can search for names that it scores low. Rules do not rest on it."""


LARGE_SOURCE = 100
"""Rows from which on a source has a line of its own."""


def card(file: ModelFile) -> str:
    """Return a model's card as Markdown."""
    parts = [
        f"# Model card: {file.name}",
        INTRODUCTION,
        "## How to read the score",
        READING.format(
            rate=file.calibration.base_rate,
            unit=file.unit,
            caution=file.thresholds.caution,
            score=_score(file),
        ),
        "## What it learned from",
        _licence(file.licence),
        _sources(file.sources),
        "## How it was trained",
        _facts({**file.trained, **{f"calibration: {k}": v for k, v in _calibration(file)}}),
        "## Figures",
        SIDES,
        _figures(file.figures),
        "### Measured on",
        _facts(file.figures.get(MEASURED) or {}),
        "## Compared with other estimators",
        _comparison(file.comparison),
        "## Known faults",
        FAULTS.format(russian=_shown(file.figures.get("ru.flagged"))),
        "## The file",
        _facts(
            {
                "protocol": file.protocol,
                "features": file.schema_,
                "SHA-256": file.sha256,
                "pieces": len(file.words.pieces),
                "trees": len(file.trees.roots),
                "rules beside the trees": len(file.rules),
            }
        ),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _score(file: ModelFile) -> float:
    return 1 / (1 + math.exp(-file.thresholds.caution / file.unit))


def _licence(licence: str) -> str:
    if licence == "ship":
        return (
            "Only rows whose source lets a model be passed on, by its licence or because they are "
            "facts: plain public host names and addresses, whatever is stated of the list.\n\n"
            "Pages teach roles of fields, counts and intents, never their words."
        )
    return "**Every source, whatever its licence: for study only, not to be passed on.**"


def _sources(sources: Sequence[Mapping[str, Any]]) -> str:
    """Return the large sources one by one and the rest by licence; the file lists them all."""
    large = [one for one in sources if int(one.get("rows", 0)) >= LARGE_SOURCE]
    large.sort(key=lambda one: (-int(one["rows"]), str(one.get("source"))))
    rows = [[one.get(key, "") for key in ("source", "licence", "rows")] for one in large]
    rest: dict[str, list[int]] = {}
    for one in sources:
        if int(one.get("rows", 0)) < LARGE_SOURCE:
            rest.setdefault(str(one.get("licence", "")), []).append(int(one.get("rows", 0)))
    rows += [
        [f"{len(counts)} smaller ones", licence, sum(counts)]
        for licence, counts in sorted(rest.items())
    ]
    return _table(("source", "licence", "rows"), rows)


def _calibration(file: ModelFile) -> Iterable[tuple[str, Any]]:
    known = file.calibration
    yield from (("slope", known.slope), ("offset", known.offset), ("rows", known.rows))


def _figures(figures: Mapping[str, Any]) -> str:
    meanings = {figure.name: figure.meaning for figure in AGREED}
    rows = [
        (name, _shown(value), meanings.get(name, ""))
        for name, value in figures.items()
        if value is None or is_number(value)
    ]
    rows.sort(key=lambda row: (row[0] not in meanings, row[0]))
    told = _table(("figure", "value", "meaning"), rows)
    return f"{told}\n\nThose with a meaning are agreed: `sverka model promote` compares them."


def _comparison(comparison: Sequence[Mapping[str, Any]]) -> str:
    if not comparison:
        return "None was made."
    names: dict[str, None] = {}
    for entry in comparison:
        names.update(dict.fromkeys(entry))
    names.pop("model", None)
    rows = [
        (entry.get("model", ""), *(_shown(entry.get(name)) for name in names))
        for entry in comparison
    ]
    return _table(("model", *names), rows)


def _facts(facts: Mapping[str, Any]) -> str:
    return _table(("", ""), [(key, _plain(value)) for key, value in facts.items()])


def _plain(value: Any) -> str:
    """Return a value of a file as a cell: nested facts one after the other."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(part)}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return "–" if value is None else str(value)


def _shown(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return f"{100 * value:.2f} %" if is_number(value) else _plain(value)


def _table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [
        f"| {' | '.join(columns)} |",
        f"|{'---|' * len(columns)}",
        *(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows),
    ]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    return _plain(value).replace("|", "/").replace("\n", " ")
