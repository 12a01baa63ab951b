"""The evaluation: material, verdicts, thresholds, and a section for each question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from classifier.training import link_sections, made_sections, page_sections
from classifier.training.judge import judge_all
from classifier.training.knowledge import knowledge_with
from classifier.training.material import Options, gather
from classifier.training.metrics import Share, above, threshold_at
from classifier.training.results import Evaluation, Threshold
from classifier.training.slices import Scale
from classifier.training.worst import worst_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classifier.training.corpus import Link
    from classifier.training.files import DataFolder
    from classifier.training.judge import Outcome

RATES = (0.01, 0.001)
"""False alarms a honest host at which thresholds are fixed: one in a hundred, in a thousand."""


class Watcher(Protocol):
    """Is told how far a run is."""

    def begin(self, what: str, total: int) -> None:
        """Start a part of ``total`` steps."""

    def advance(self, steps: int) -> None:
        """Count steps of the present part as done."""


def evaluate(folder: DataFolder, options: Options, watcher: Watcher) -> Evaluation:
    """Measure the present rules on a folder of corpora.

    Raises:
        CorpusError: an essential file is missing, or any file is damaged.
    """
    watcher.begin("reading", 0)
    material = gather(folder, options, watcher.advance)
    links = len(set(material.urls()))
    watcher.begin("links", links)
    outcomes = judge_all(material.urls(), options.jobs, watcher.advance, options.model)
    thresholds = fix_thresholds(material.fixing, outcomes)
    scale = Scale(outcomes, thresholds)
    watcher.begin("pages", 0)
    pages = page_sections.judge_stored(folder, options, watcher.advance)
    return Evaluation(
        split=options.split,
        sample=options.sample,
        versions=knowledge_with(options.model).versions,
        files=folder.read,
        thresholds=thresholds,
        sections=(
            link_sections.operating(material, scale),
            link_sections.scams(material, scale),
            link_sections.honest(material, scale),
            link_sections.lists(material, scale),
            made_sections.look_alikes(material, scale),
            made_sections.international(material, scale),
            page_sections.pages_section(pages),
        ),
        links=links,
        pages=len(pages.judged),
        worst=worst_tables(material, outcomes, pages.judged, options.worst),
    )


def fix_thresholds(
    fixing: Sequence[Link], outcomes: Mapping[str, Outcome]
) -> tuple[Threshold, ...]:
    """Return the threshold of each rate, fixed on honest hosts that nothing else uses."""
    scores = [outcomes[link.url].score for link in fixing]
    fixed = []
    for rate in RATES:
        score = threshold_at(scores, rate)
        fixed.append(Threshold(rate, score, above(scores, score) if scores else Share(0, 0)))
    return tuple(fixed)
