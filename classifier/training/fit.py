"""Training from corpus to model file: rows, numbers, two stages, calibration, figures."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.assess import default_lists
from classifier.features import SHAPE
from classifier.model_file import checksum
from classifier.model_inputs import direction, link_rules, tree_inputs
from classifier.score import OFFICIAL_WEIGHT, WEIGHTS
from classifier.training.calibration import BASE_RATE, fix_platt
from classifier.training.comparison import compare
from classifier.training.estimator import TwoStageClassifier
from classifier.training.export import UNIT, exported
from classifier.training.files import CorpusError
from classifier.training.material_rows import gather
from classifier.training.metrics import threshold_at
from classifier.training.page_part import fit_pages
from classifier.training.rows import Side, choose_rows
from classifier.training.search import best_hyper
from classifier.training.vectors import WORDS_LEAST
from classifier.verdict import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.rules import RuleSet
    from classifier.training.evaluate import Watcher
    from classifier.training.material_rows import Material
    from classifier.training.page_part import PagePart
    from classifier.training.search import Plan

KEPT = 75_000
"""Pieces that keep a weight: with them the file stays below 400 kB of gzip."""

RULE_SHARE = 1.0
"""Part of the author's weight that a rule of the link which warns by itself adds to the trees'
answer. Feeds hold few marketplace scams; the trees alone let go of one in thirty that the rules
catch. Twice as much costs scams of other kinds at one false alarm in a thousand."""

MORE = "build a corpus with more sources, such as `sverka datasets build --from datasets/small`"

CAUTION_RATE = 0.006
"""Share of honest links, each domain at most three times, that the model may flag by itself. The
margin is fixed on honest links of a side of their own."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to train; equal options, corpus and seed give the same file, byte for byte.

    ``hyper`` are settings of the estimator that differ from its defaults; with ``search`` they are
    looked for first.
    """

    licence: str = "ship"
    seed: int = 0
    jobs: int = 1
    hyper: Mapping[str, Any] = field(default_factory=dict)
    search: Plan | None = None


def train(
    table: Any, facts: Mapping[str, Any], options: Options, watcher: Watcher
) -> dict[str, Any]:
    """Return the content of a model's file, without its checksum.

    Raises:
        CorpusError: the corpus cannot teach.
    """
    watcher.begin("choosing rows", 0)
    chosen = choose_rows(table, licence=options.licence)
    material = gather(chosen, options.jobs, watcher)
    if options.search is not None:
        found = best_hyper(material, estimator(material, options), options.search, watcher)
        options = replace(options, hyper={**options.hyper, **found})
    _enough(material)
    watcher.begin("fitting", 0)
    fitted = fit_links(material, options)
    rule_weights = warning_weights(default_lists().rules)
    margins = margins_of(fitted, material, rule_weights)
    hold = material.judged(Side.HOLD)
    platt = fix_platt(margins[hold], material.labels[hold], material.weights[hold])
    log_odds = platt.slope * margins + platt.offset
    caution = caution_margin(log_odds, material)
    watcher.begin("pages", 0)
    pages = fit_pages(table, options.licence)
    watcher.begin("comparing", 0)
    weights = {rule: weight * platt.slope for rule, weight in rule_weights.items()}
    content = exported(fitted, material.words, material.rules, platt)
    judging = {
        **content,
        "rules": {name: round(w * UNIT) for name, w in {**pages.rules, **weights}.items()},
        "page": {name: round(w * UNIT) for name, w in pages.facts.items()},
        "official": round(OFFICIAL_WEIGHT * UNIT),
        "calibration": {
            "slope": platt.slope,
            "offset": platt.offset,
            "base_rate": BASE_RATE,
            "rows": platt.rows,
        },
        "thresholds": {"caution": math.floor(caution * UNIT) + 1},
    }
    return {
        **judging,
        "name": f"links-{chosen.since or 'undated'}-{checksum(judging)[:8]}",
        "licence": options.licence,
        "sources": _sources(material, pages, facts),
        "trained": {
            "corpus": facts.get("files", {}),
            "since": str(chosen.since),
            "seed": options.seed,
            "options": dict(options.hyper),
            "rows": dict(
                Counter(f"{row.side}, {'scam' if row.label else 'honest'}" for row in material.rows)
            ),
            "rules": default_lists().rules_version,
            "lists": default_lists().lists_version,
            "judged_rules": list(pages.judged),
            "pages": pages.taught,
            "pages_held": pages.held,
            "pages_held_auc": pages.auc,
        },
        "figures": {},
        "comparison": compare(material, fitted, margins),
    }


def _enough(material: Material) -> None:
    """Refuse a corpus with too few rows to fit and to calibrate.

    Raises:
        CorpusError: names what is missing.
    """
    for what, places in (("teaches", material.taught), ("fixes", material.judged(Side.HOLD))):
        if len(set(material.labels[places])) < 2:  # noqa: PLR2004 - scam and honest
            raise CorpusError(f"the side that {what} lacks a label; {MORE}")
    if not material.words:
        raise CorpusError(f"no piece of a host stands in {WORDS_LEAST} links; {MORE}")


def fit_links(material: Material, options: Options) -> TwoStageClassifier:
    """Fit the two stages on the rows that teach."""
    taught = material.taught
    return estimator(material, options).fit(
        material.x[taught],
        material.labels[taught],
        sample_weight=material.weights[taught],
        groups=np.array([material.rows[place].domain for place in taught]),
    )


def estimator(material: Material, options: Options) -> TwoStageClassifier:
    """Return the estimator as it is trained, unfitted.

    Words of a path may only raise the risk: whoever sets a trap chooses them freely.
    """
    hyper = {"kept": KEPT, **options.hyper}
    directions = [direction(name) for name in tree_inputs(material.rules)]
    return TwoStageClassifier(
        words=len(material.words),
        raising=[place for place, word in enumerate(material.words) if word.startswith("/")],
        directions=directions,
        random_state=options.seed,
        **hyper,
    )


def warning_weights(rules: RuleSet) -> dict[str, float]:
    """Return what rules of the link that warn by themselves add in log-odds, before calibration."""
    return {
        rule_id: WEIGHTS[rules[rule_id].severity] * RULE_SHARE
        for rule_id in link_rules(rules)
        if (floor := rules[rule_id].floor) is not None and floor.risk >= Level.CAUTION.risk
    }


def margins_of(fitted: TwoStageClassifier, material: Material, rules: Mapping[str, float]) -> Any:
    """Return the margin of each row before calibration; known hosts have a fixed one."""
    weights = np.array([rules.get(rule, 0.0) for rule in material.rules])
    held = material.x[:, len(material.words) + len(SHAPE) :]
    margins = fitted.decision_function(material.x) + held @ weights
    return np.where(material.trusted, OFFICIAL_WEIGHT, margins)


def caution_margin(log_odds: Any, material: Material) -> float:
    """Return the margin that ``CAUTION_RATE`` of honest links exceed, on the holding side."""
    known = np.where(material.trusted, -np.inf, log_odds)
    return threshold_at(known[material.where(Side.HOLD, 0)].tolist(), CAUTION_RATE)


def _sources(material: Material, pages: PagePart, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return who taught the model: each source with its licence and the rows it had a part in."""
    taught = [*material.taught, *material.judged(Side.HOLD)]
    counts = Counter(
        source for place in taught for source in material.rows[place].source.split("; ")
    )
    counts.update(pages.sources)
    licences = facts.get("sources", {})
    return [
        {"source": source, "licence": licences.get(source) or "none stated", "rows": count}
        for source, count in sorted(counts.items())
    ]
