"""Which plots a report on a model has, and what their numbers are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.training.curves import (
    LEAST_RATE,
    distribution,
    precision_over,
    reliability,
    roc,
)
from classifier.training.model_sections import BASE_RATES
from classifier.training.report_html.axes import Axis
from classifier.training.report_html.plots import Bars, Series, bars, lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from classifier.training.figures import Pools
    from classifier.training.metrics import Share
    from classifier.training.model_report import ModelReport
    from classifier.training.model_rows import Scored
    from classifier.training.model_sections import Ablation

    Plot = tuple[str, str, str]

SHARES = Axis("share of the group", 1e-4, 1.0, logarithmic=True)
SCORES = Axis("score")

GRID = 400
"""Thresholds of the precision's curves."""

SCORE_BINS = 20


def plots(report: ModelReport) -> Iterator[Plot]:
    """Yield title, note and drawing of each plot that the report has numbers for."""
    found = report.pools
    if found.honest and (found.late or found.test):
        yield _roc(found)
        yield _precision(found)
        yield _reliability(found)
    yield _distribution(found)
    if found.late or found.marketplace:
        yield _families(report.ablations)


def _roc(found: Pools) -> Plot:
    honest = _margins(found.honest)
    series = [
        Series(f"{name} ({len(links):,})", roc(_margins(links), honest))
        for name, links in (
            ("late scams", found.late),
            ("test scams", found.test),
            ("marketplace scams", found.marketplace),
        )
    ]
    across = Axis("honest links above the threshold", LEAST_RATE, 1.0, logarithmic=True)
    title = "Scams caught over false alarms"
    drawing = lines(title, across, Axis("scams caught"), series)
    return title, f"{len(honest):,} honest links, one line for each kind of scam.", drawing


def _precision(found: Pools) -> Plot:
    scams, kind = (found.late, "late") if found.late else (found.test, "test")
    thresholds = [number / GRID for number in range(GRID)]
    series = [
        Series(
            f"{100 * base:g} % of all links are scams",
            precision_over(_scores(scams), _scores(found.honest), base, thresholds),
        )
        for base in BASE_RATES
    ]
    title = "Alarms that are right over the threshold"
    note = f"Precision by the score from which on an alarm is given; {kind} scams, honest links."
    return title, note, lines(title, Axis("score above"), Axis("alarms that are right"), series)


def _reliability(found: Pools) -> Plot:
    curve = reliability(_scores((*found.test, *found.late)), _scores(found.honest))
    series = [Series("bins", [(one.score, one.scams) for one in curve.bins], dots=True)]
    title = "Calibration"
    note = (
        "A score of 0.8 should be a scam eight times in ten where both classes weigh the same. "
        f"Calibration error {curve.ece:.4f}, Brier score {curve.brier:.4f}."
    )
    drawing = lines(title, Axis("mean score of a bin"), Axis("scams"), series, guide=True)
    return title, note, drawing


def _distribution(found: Pools) -> Plot:
    groups = (
        ("late scams", found.late),
        ("test scams", found.test),
        ("marketplace scams", found.marketplace),
        (".ru scams", found.russian),
        ("honest links", found.honest),
        ("official sites", found.official),
    )
    series = [
        Series(f"{name} ({len(links):,})", distribution(_scores(links), SCORE_BINS))
        for name, links in groups
    ]
    title = "Scores by group"
    return (
        title,
        f"Share of each group in {SCORE_BINS} bins of scores.",
        lines(title, SCORES, SHARES, series),
    )


def _families(ablated: Sequence[Ablation]) -> Plot:
    groups = [f"without {one.without}" if one.without else "whole" for one in ablated]
    asked = (("late", [one.late for one in ablated]),
             ("marketplace", [one.marketplace for one in ablated]))  # fmt: skip
    series = [
        Bars(f"{name} scams at one false alarm in {told}", _values(shares, place))
        for name, shares in asked
        for place, told in ((0, "100"), (1, "1,000"))
    ]
    title = "What each family of features is worth"
    note = "Scams caught when a family's part is taken away from every margin."
    return title, note, bars(title, groups, series)


def _values(shares: Iterable[tuple[Share, ...]], place: int) -> list[float | None]:
    return [each[place].value for each in shares]


def _margins(links: Iterable[Scored]) -> list[float]:
    return [float(one.margin) for one in links]


def _scores(links: Iterable[Scored]) -> list[float]:
    return [one.score for one in links]
