"""Plots as SVG text: lines and bars. Pure: equal numbers give equal text.

Colours are classes that the page's style fills in, so that one drawing serves light and dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from classifier.training.report_html.axes import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.training.report_html.axes import Axis

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 62, 16, 14, 46
INNER_WIDTH, INNER_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
"""Size of a drawing and of its margins, in units of the SVG."""

COLOURS = 6
"""Colours that the page's style knows; more series begin anew with the first."""

LEGEND_LINE = 18
"""Height of one line of the legend."""

BAR_HEIGHT = 14
GROUP_GAP = 16
LABEL_WIDTH = 190


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name in the legend and its points; ``dots`` marks each point."""

    name: str
    points: Sequence[tuple[float, float]]
    dots: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars of one series, one a group in the order of the groups; None where there is nothing."""

    name: str
    shares: Sequence[float | None]


def lines(
    title: str, across: Axis, up: Axis, series: Sequence[Series], *, guide: bool = False
) -> str:
    """Return a line plot; ``guide`` draws the diagonal. Series without points stay out."""
    shown = [one for one in series if one.points]
    height = HEIGHT + LEGEND_LINE * len(shown)
    parts = [_opening(title, height), *_frame(across, up)]
    if guide:
        ends = f"M{LEFT},{TOP + INNER_HEIGHT}L{LEFT + INNER_WIDTH},{TOP}"
        parts.append(f'<path class="guide" d="{ends}"/>')
    for number, one in enumerate(shown):
        places = [
            (LEFT + INNER_WIDTH * across.place(x), TOP + INNER_HEIGHT * (1 - up.place(y)))
            for x, y in one.points
        ]
        path = "L".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<path class="line c{number % COLOURS}" d="M{path}"/>')
        if one.dots:
            parts += [
                f'<circle class="dot c{number % COLOURS}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
                for x, y in places
            ]
    parts += _legend([one.name for one in shown], HEIGHT)
    return "".join([*parts, "</svg>"])


def bars(title: str, groups: Sequence[str], series: Sequence[Bars]) -> str:
    """Return horizontal bars of shares 0..1, a row of them for each group.

    Raises:
        ValueError: a series has not one share a group.
    """
    if any(len(one.shares) != len(groups) for one in series):
        raise ValueError(f"{title}: each series needs {len(groups)} shares")
    row = BAR_HEIGHT * len(series) + GROUP_GAP
    bottom = TOP + row * len(groups)
    parts = [_opening(title, bottom + LEGEND_LINE * len(series))]
    most = WIDTH - LABEL_WIDTH - 60
    for place, group in enumerate(groups):
        top = TOP + place * row
        middle = top + BAR_HEIGHT * len(series) / 2 + 4
        parts.append(_text(LABEL_WIDTH - 8, middle, group, "end"))
        for number, one in enumerate(series):
            share = one.shares[place]
            up = top + number * BAR_HEIGHT
            width = most * min(1.0, share or 0.0)
            parts.append(
                f'<rect class="bar c{number % COLOURS}" x="{LABEL_WIDTH}" y="{up}" '
                f'width="{width:.1f}" height="{BAR_HEIGHT - 2}"/>'
            )
            told = "–" if share is None else percent(round(share, 4))
            parts.append(_text(LABEL_WIDTH + width + 5, up + BAR_HEIGHT - 4, told, "start"))
    parts += _legend([one.name for one in series], bottom)
    return "".join([*parts, "</svg>"])


def _opening(title: str, height: int) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>"
    )


def _frame(across: Axis, up: Axis) -> list[str]:
    bottom, right = TOP + INNER_HEIGHT, LEFT + INNER_WIDTH
    parts = []
    for value, label in across.ticks():
        x = LEFT + INNER_WIDTH * across.place(value)
        parts.append(f'<path class="grid" d="M{x:.1f},{TOP}V{bottom}"/>')
        parts.append(_text(x, bottom + 16, label, "middle"))
    for value, label in up.ticks():
        y = TOP + INNER_HEIGHT * (1 - up.place(value))
        parts.append(f'<path class="grid" d="M{LEFT},{y:.1f}H{right}"/>')
        parts.append(_text(LEFT - 6, y + 4, label, "end"))
    parts.append(_text(LEFT + INNER_WIDTH / 2, HEIGHT - 10, across.title, "middle"))
    middle = TOP + INNER_HEIGHT / 2
    parts.append(
        f'<text class="axis" text-anchor="middle" transform="translate(14 {middle:.0f}) '
        f'rotate(-90)">{escape(up.title)}</text>'
    )
    return parts


def _legend(names: Sequence[str], top: float) -> list[str]:
    parts = []
    for number, name in enumerate(names):
        y = top + LEGEND_LINE * number
        parts.append(
            f'<rect class="bar c{number % COLOURS}" x="{LEFT}" y="{y}" width="12" height="12"/>'
        )
        parts.append(_text(LEFT + 18, y + 10, name, "start"))
    return parts


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
