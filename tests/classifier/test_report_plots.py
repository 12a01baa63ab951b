"""Plots as SVG: well-formed, inert, in place."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.training.report_html.axes import Axis
from classifier.training.report_html.plots import HEIGHT, WIDTH, Bars, Series, bars, lines
from classifier.training.report_html.style import STYLE

LOG = Axis("rate", 1e-4, 1.0, logarithmic=True)
SHARE = Axis("share")
POINTS = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=20)


@given(st.text(max_size=40), POINTS)
def test_any_names_and_numbers_make_well_formed_xml_within_the_drawing(
    name: str, points: list[tuple[float, float]]
) -> None:
    name = re.sub(r"[^\x20-\ud7ff]", "?", name)
    text = lines("a < b & c", LOG, SHARE, [Series(name, points, dots=True)], guide=True)
    root = ET.fromstring(text)
    for dot in root.iter("circle"):
        assert 0 <= float(dot.attrib["cx"]) <= WIDTH
        assert 0 <= float(dot.attrib["cy"]) <= HEIGHT
    assert len(list(root.iter("circle"))) == len(points)
    assert root.attrib["aria-label"] == "a < b & c"


def test_what_a_corpus_names_cannot_become_markup() -> None:
    text = lines("t", SHARE, SHARE, [Series("<script>x</script>", [(0, 0)])])
    assert "<script" not in text
    assert "<script" not in bars("t", ["<script>"], [Bars("<b>", [0.5])])


def test_powers_of_ten_lie_evenly_on_a_logarithmic_axis() -> None:
    assert [label for _, label in LOG.ticks()] == ["0.01 %", "0.1 %", "1 %", "10 %", "100 %"]
    places = [LOG.place(value) for value, _ in LOG.ticks()]
    assert places == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert LOG.place(0) == 0


def test_bars_are_as_long_as_their_shares() -> None:
    root = ET.fromstring(bars("t", ["whole", "half", "none"], [Bars("s", [1.0, 0.5, None])]))
    widths = [float(bar.attrib["width"]) for bar in root.iter("rect")][:3]
    assert widths[1] == pytest.approx(widths[0] / 2, abs=0.1)
    assert widths[2] == 0


@pytest.mark.parametrize(("low", "high", "logarithmic"), [(1, 1, False), (0, 1, True)])
def test_impossible_axes_are_refused(low: float, high: float, *, logarithmic: bool) -> None:
    with pytest.raises(ValueError, match="no axis"):
        Axis("x", low, high, logarithmic=logarithmic)


def test_a_series_has_one_bar_a_group() -> None:
    with pytest.raises(ValueError, match="2 shares"):
        bars("t", ["a", "b"], [Bars("s", [0.1])])


def test_every_class_of_a_drawing_has_a_style_in_light_and_dark() -> None:
    text = lines("t", LOG, SHARE, [Series(str(n), [(0.1, 0.1)], dots=True) for n in range(6)])
    for classes in set(re.findall(r'class="([^"]+)"', text)) - {"axis"}:
        assert f".{classes.replace(' ', '.')}" in STYLE, classes
    dark = STYLE.partition("prefers-color-scheme: dark")[2].partition("} }")[0]
    assert all(f"--c{number}:" in dark for number in range(6))
