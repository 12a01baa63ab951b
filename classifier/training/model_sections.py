"""Sections about the model alone: what it catches, how it is calibrated, what it leans on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classifier.training.corpus import is_russian
from classifier.training.curves import reliability
from classifier.training.figures import caught, flagged, threshold_of
from classifier.training.metrics import Share, precision_at, threshold_at
from classifier.training.results import Section, Table
from classifier.training.rows import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from classifier.training.figures import Pools
    from classifier.training.model_rows import Scored
    from classifier.training.results import Cell
    from classifier.training.rows import Row

RATES = (0.01, 0.001)
BASE_RATES = (0.01, 0.001)
"""Scams among links: in a moderator's queue one in a hundred, in chats one in a thousand."""

FAMILIES = ("words", "shape", "rules")

CALIBRATION_NOTE = """\
Scams and honest links of the sides *test* and *late*, both classes weighing the same: the score's
stated base rate is one half."""

Pair = tuple["Row", "Scored"]


@dataclass(frozen=True, slots=True)
class Ablation:
    """Shares caught by the margin without a family (empty: whole), thresholds fixed anew."""

    without: str
    late: tuple[Share, ...]
    marketplace: tuple[Share, ...]


def operating(found: Pools) -> Section:
    """Return what is caught where thresholds were fixed on honest links of the side hold."""
    limits = [threshold_of(found.hold_honest, rate) for rate in RATES]
    seen = [caught(found.honest, limit) for limit in limits]
    groups: tuple[tuple[str, Sequence[Scored]], ...] = (
        ("late scams", found.late),
        ("test scams", found.test),
        ("marketplace scams", found.marketplace),
        ("`.ru` scams", found.russian),
        ("honest links", found.honest),
        ("honest `.ru` links", found.honest_russian),
        ("official sites", found.official),
    )
    rows: list[tuple[Cell, ...]] = [
        (name, len(links), flagged(links), *(caught(links, limit) for limit in limits))
        for name, links in groups
    ]
    precision: list[tuple[Cell, ...]] = [
        (name, *(_precision(caught(links, limit), alarm, base)
                 for limit, alarm in zip(limits, seen, strict=True) for base in BASE_RATES))
        for name, links in groups[:3]
    ]  # fmt: skip
    return Section(
        "model-operating",
        "The model on links that it has not seen",
        "Sides of the corpus by `classifier/training/rows.py`: domains and templates of the sides\n"
        "*test* and *late* taught nothing; late scams were first seen after all that taught.\n"
        "**Flagged** counts rules and model together, the other columns the model's margin.",
        (
            Table(("", "n", "flagged", "> 1 %", "> 0.1 %"), tuple(rows)),
            Table(
                ("", "1 % alarms, 1 % scams", "1 % alarms, 0.1 % scams",
                 "0.1 % alarms, 1 % scams", "0.1 % alarms, 0.1 % scams"),
                tuple(precision),
                "Share of alarms that are right, by false alarms wanted and scams among links",
            ),
        ),
    )  # fmt: skip


def calibration(found: Pools) -> Section:
    """Return how far the score is the probability that it claims to be."""
    section = (
        "model-calibration",
        "Calibration",
        CALIBRATION_NOTE,
    )
    scams = [one.score for one in (*found.test, *found.late)]
    honest = [one.score for one in found.honest]
    if not scams or not honest:
        return Section(*section, skipped="the corpus has no scam or no honest link to measure")
    curve = reliability(scams, honest)
    bins = tuple((f"{one.score:.3f}", one.scams, one.weight) for one in curve.bins)
    return Section(
        *section,
        (
            Table(("", "value"), (("calibration error (15 bins)", curve.ece),
                                  ("Brier score", curve.brier))),
            Table(("mean score", "share of scams", "weight of the bin"), bins, "Reliability"),
        ),
    )  # fmt: skip


def ablations(found: Pools) -> tuple[Ablation, ...]:
    """Return what the whole margin catches, and what is left of it without each family."""
    return tuple(_without(found, family) for family in ("", *FAMILIES))


def ablation_section(ablated: Iterable[Ablation]) -> Section:
    """Return the table of what each family of features is worth."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (f"without {one.without}" if one.without else "whole", *one.late, *one.marketplace)
        for one in ablated
    )
    return Section(
        "model-families",
        "What the model leans on",
        "Contributions of a family of features taken away from every margin, thresholds fixed\n"
        "anew. The rest was trained beside that family, so it could do better if trained alone.",
        (
            Table(
                ("", "late > 1 %", "late > 0.1 %", "marketplace > 1 %", "marketplace > 0.1 %"), rows
            ),
        ),
    )


def slices(
    pairs: Sequence[Pair], hold_honest: Sequence[Scored], hosted: Callable[[Row], bool]
) -> Section:
    """Return shares of links that belong together: endings, platforms, links with a path."""
    limits = [threshold_of(hold_honest, rate) for rate in RATES]
    unseen = [pair for pair in pairs if pair[0].side in {Side.TEST, Side.LATE}]
    asked: tuple[tuple[str, Callable[[Row], bool]], ...] = (
        ("`.ru`", is_russian),
        ("other endings", lambda row: not is_russian(row)),
        ("hosting platforms", hosted),
        ("with a path", lambda row: row.has_path),
        ("without a path", lambda row: not row.has_path),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, belongs in asked:
        for label, word in ((1, "scams"), (0, "honest")):
            links = [one for row, one in unseen if row.label == label and belongs(row)]
            shares = (caught(links, limit) for limit in limits)
            rows.append((f"{name}, {word}", len(links), flagged(links), *shares))
    return Section(
        "model-slices",
        "Where the corpus could mislead the model",
        "Feeds hold few `.ru` scams, nearly only scams on hosting platforms, and more paths than\n"
        "lists of honest hosts do.",
        (Table(("", "n", "flagged", "> 1 %", "> 0.1 %"), tuple(rows)),),
    )


def comparison(entries: Sequence[Mapping[str, Any]]) -> Section:
    """Return what other estimators reached on the same rows, as the model's file keeps it."""
    names: dict[str, None] = {}
    for entry in entries:
        names.update(dict.fromkeys(entry))
    names.pop("model", None)
    rows: list[tuple[Cell, ...]] = [
        (str(entry.get("model", "")), *(entry.get(name) for name in names)) for entry in entries
    ]
    return Section(
        "model-comparison",
        "Estimators compared",
        "Trained and measured on the same rows; the figures stand in the model's file.",
        (Table(("", *names), tuple(rows)),) if rows else (),
        skipped="" if rows else "the model was trained without a comparison",
    )


def _without(found: Pools, family: str) -> Ablation:
    def rest(links: Sequence[Scored]) -> list[int]:
        return [one.margin - one.part(family) for one in links]

    fixing = rest(found.hold_honest)
    limits = [threshold_at(fixing, rate) for rate in RATES]
    late, market = rest(found.late), rest(found.marketplace)
    return Ablation(
        family,
        tuple(Share(sum(margin > limit for margin in late), len(late)) for limit in limits),
        tuple(Share(sum(margin > limit for margin in market), len(market)) for limit in limits),
    )


def _precision(hits: Share, alarms: Share, base_rate: float) -> float | None:
    if hits.value is None or alarms.value is None:
        return None
    return precision_at(hits.value, alarms.value, base_rate)
