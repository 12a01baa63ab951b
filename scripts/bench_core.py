"""Measure ``assess`` in process: one link, a batch of links, a page; beside bare address parsing.

    .venv/bin/python scripts/bench_core.py [--rounds 5] [--rows 5000]

The links are made here from a fixed seed: official hosts, look-alikes of every shape, ordinary
hosts. Bare parsing (WHATWG parser and Public Suffix List, nothing else) runs in the same process
as the floor under every figure. Times are processor time; the median of the rounds is told. What
is remembered of labels is forgotten before every round: a batch meets its hosts for the first time.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from typing import TYPE_CHECKING

from classifier.address import parse_address
from classifier.assess import assess, assess_many
from classifier.brands import default_brands
from classifier.case import Case
from classifier.examples import case_of
from classifier.extract import extract_page
from classifier.model import default_model, load_model
from classifier.rules import default_rules
from classifier.signals.labels import read_label

if TYPE_CHECKING:
    from collections.abc import Callable

BEFORE = {
    "bare address parsing": 32,
    "assess, one link a call": 192,
    "assess_many, a batch": 197,
    "assess, link with a card page": 304,
    "extract_page, a small card page": 873,
}
"""Microseconds at commit 344a4f4, when hosts were compared with names letter by letter only.

AMD EPYC, 2 cores, CPython 3.11.7, nothing else running. On another machine compare the ratios to
bare parsing.
"""

WORDS = "pay order dostavka market shop news id2299 blog track deal home book 24 online".split()


def links(count: int, seed: int = 1) -> list[str]:
    """Return links of all shapes in a fixed order."""
    rng = random.Random(seed)  # noqa: S311 - a bench wants the same links every time
    brands = list(default_brands())
    made = []
    for number in range(count):
        brand = rng.choice(brands)
        name, word, other = rng.choice(brand.spellings), rng.choice(WORDS), rng.choice(WORDS)
        host = rng.choice(
            (
                f"www.{brand.domains[0]}",
                f"{name}.{word}{number}.example",
                f"{brand.domains[0]}-{word}.example",
                f"{name}-{word}.example",
                f"{word}{other}.example",
                f"{word}-{other}.shop.example",
                f"www.{other}{word}.test",
            )
        )
        made.append(f"https://{host}/{word}/{number}?ref={other}")
    return made


def microseconds(run: Callable[[], object], items: int, rounds: int) -> float:
    """Return processor time an item, in microseconds, median of the rounds."""
    taken = []
    for _ in range(rounds):
        read_label.cache_clear()
        started = time.process_time()
        run()
        taken.append(time.process_time() - started)
    return statistics.median(taken) / items * 1e6


def measure(rounds: int = 5, rows: int = 5000) -> dict[str, float]:
    """Return microseconds an item for each way in."""
    cases = [Case(link) for link in links(rows)]
    example = next(ex for rule in default_rules() for ex in rule.match if ex.html)
    page = case_of(example)
    html, url = example.html or "", example.url
    model, addresses = default_model(), [parse_address(case.url) for case in cases]
    for case in cases[:200]:
        assess(case)
    return {
        "bare address parsing": microseconds(
            lambda: [parse_address(case.url) for case in cases], rows, rounds
        ),
        "assess, one link a call": microseconds(
            lambda: [assess(case) for case in cases], rows, rounds
        ),
        "assess_many, a batch": microseconds(lambda: list(assess_many(cases)), rows, rounds),
        "the model alone: features and margin": microseconds(
            lambda: [model.judge(address, (), trusted=False) for address in addresses],
            rows,
            rounds,
        ),
        "reading the model's file": microseconds(load_model, 1, rounds),
        "assess, link with a card page": microseconds(
            lambda: [assess(page) for _ in range(500)], 500, rounds
        ),
        "extract_page, a small card page": microseconds(
            lambda: [extract_page(html, url) for _ in range(200)], 200, rounds
        ),
    }


def table(figures: dict[str, float]) -> str:
    """Return the figures as a Markdown table, beside those before likeness was judged."""
    floor, floor_before = figures["bare address parsing"], BEFORE["bare address parsing"]
    rows = [
        f"| {name} | {us:.0f} | {1e6 / us:,.0f} | {us / floor:.1f} "
        f"| {_before(name, '.0f', 1)} | {_before(name, '.1f', floor_before)} |"
        for name, us in figures.items()
    ]
    head = "| in process | µs an item | items/s/core | × parsing | before, µs | before, × parsing |"
    return "\n".join([head, "|---|---:|---:|---:|---:|---:|", *rows])


def _before(name: str, form: str, floor: float) -> str:
    """Return an old figure in parts of a floor; a dash for what did not exist."""
    return format(BEFORE[name] / floor, form) if name in BEFORE else "–"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=5000)
    options = parser.parse_args()
    print(table(measure(options.rounds, options.rows)))


if __name__ == "__main__":
    main()
