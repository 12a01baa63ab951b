"""The figures of a model: the few numbers by which two models are compared.

All come from sides of a corpus from which the model learned nothing (``rows``); thresholds of a
rate are fixed on honest links of the side *hold*. A figure is None when no row speaks of it.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from classifier.training.corpus import is_russian
from classifier.training.curves import reliability
from classifier.training.metrics import Share, above, threshold_at
from classifier.training.rows import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from classifier.training.model_rows import Scored
    from classifier.training.rows import Row, Rows

MEASURED = "measured"
"""Key of what the figures were measured on; two models compare only where it is equal."""


class Better(StrEnum):
    """Which of two values of a figure is the better one."""

    MORE = "more"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class Figure:
    """One agreed figure; a candidate may be worse by ``tolerance`` (same unit) and no more."""

    name: str
    meaning: str
    better: Better
    tolerance: float


AGREED = (
    Figure(
        "late.caught_at_1_percent",
        "later scams caught at one false alarm in 100",
        Better.MORE,
        0.01,
    ),
    Figure("late.caught_at_0.1_percent", "the same at one in 1,000", Better.MORE, 0.015),
    Figure(
        "marketplace.caught_at_0.1_percent", "marketplace scams at one in 1,000", Better.MORE, 0.005
    ),
    Figure("ru.flagged", "`.ru` scams that are warned of", Better.MORE, 0.02),
    Figure("honest.flagged", "honest links that are warned of", Better.LESS, 0.0005),
    Figure("official.flagged", "links of official sites that are warned of", Better.LESS, 0.0),
    Figure("ece", "calibration error, both classes weighing the same", Better.LESS, 0.005),
)
"""What a promoted model must not be worse in. Tolerances are about a third of the 95 % interval at
the sizes of the full corpus: a smaller loss cannot be told from chance. An official site flagged
is never tolerated."""


@dataclass(frozen=True, slots=True)
class Pools:
    """Scored rows of the sides that are measured, by what they are."""

    hold_honest: tuple[Scored, ...]
    honest: tuple[Scored, ...]
    test: tuple[Scored, ...]
    late: tuple[Scored, ...]
    marketplace: tuple[Scored, ...]
    russian: tuple[Scored, ...]
    honest_russian: tuple[Scored, ...]
    official: tuple[Scored, ...]


def pools(rows: Sequence[Row], judged: Sequence[Scored], official: Sequence[Scored]) -> Pools:
    """Sort judged rows into the groups that figures speak of."""
    pairs = list(zip(rows, judged, strict=True))
    unseen = [(row, one) for row, one in pairs if row.side in {Side.TEST, Side.LATE}]
    scams = [(row, one) for row, one in unseen if row.label == 1]
    honest = [(row, one) for row, one in unseen if row.label == 0]
    return Pools(
        hold_honest=tuple(one for row, one in pairs if row.side is Side.HOLD and row.label == 0),
        honest=tuple(one for _, one in honest),
        test=tuple(one for row, one in scams if row.side is Side.TEST),
        late=tuple(one for row, one in scams if row.side is Side.LATE),
        marketplace=tuple(one for row, one in scams if row.group),
        russian=tuple(one for row, one in scams if is_russian(row)),
        honest_russian=tuple(one for row, one in honest if is_russian(row)),
        official=tuple(official),
    )


def measured_on(chosen: Rows, corpus: str, licence: str) -> dict[str, Any]:
    """Return what tells two measurements apart: the corpus and which rows stood on which side."""
    digest = hashlib.sha256()
    counts: dict[str, int] = {}
    for row in chosen.rows:
        digest.update(f"{row.side}\t{row.label}\t{row.url}\n".encode("utf-8", "replace"))
        name = f"{row.side} {'scam' if row.label else 'honest'}"
        counts[name] = counts.get(name, 0) + 1
    return {
        "corpus": corpus,
        "licence": licence,
        "rows": dict(sorted(counts.items())),
        "sides": digest.hexdigest()[:16],
        "since": chosen.since.isoformat() if chosen.since else None,
    }


def figures(found: Pools) -> dict[str, float | None]:
    """Return every figure by name, 0..1, rounded to six digits."""
    limits = {rate: threshold_of(found.hold_honest, rate) for rate in (0.01, 0.001)}
    named = (("late", found.late), ("test", found.test), ("marketplace", found.marketplace))
    values: dict[str, float | None] = {}
    for name, scams in (*named, ("ru", found.russian), ("false_alarms", found.honest)):
        for rate, limit in limits.items():
            share = caught(scams, limit).value
            values[f"{name}.caught_at_{rate * 100:g}_percent"] = share
    for name, links in (
        *named,
        ("ru", found.russian),
        ("honest", found.honest),
        ("honest_ru", found.honest_russian),
        ("official", found.official),
    ):
        values[f"{name}.flagged"] = flagged(links).value
    values |= _calibration((*found.test, *found.late), found.honest)
    return {name: None if value is None else round(value, 6) for name, value in values.items()}


def threshold_of(honest: Sequence[Scored], rate: float) -> float:
    """Return the margin that at most ``rate`` of honest links exceed."""
    return threshold_at([one.margin for one in honest], rate)


def caught(links: Iterable[Scored], limit: float) -> Share:
    """Return how many links have a margin strictly above a limit."""
    return above((one.margin for one in links), limit)


def flagged(links: Sequence[Scored]) -> Share:
    """Return how many links are warned of: caution or danger, by rules and model together."""
    return Share(sum(one.flagged for one in links), len(links))


def _calibration(scams: Sequence[Scored], honest: Sequence[Scored]) -> Mapping[str, float | None]:
    if not scams or not honest:
        return {"ece": None, "brier": None}
    found = reliability([one.score for one in scams], [one.score for one in honest])
    return {"ece": found.ece, "brier": found.brier}


def is_number(value: object) -> bool:
    """Tell whether a figure of a file can be compared."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
