"""Write ``tests/vectors/margins.jsonl``: links with what the shipped model makes of each.

    .venv/bin/python scripts/margin_vectors.py

Run it whenever another model is promoted, after ``sverka export``. The core's tests and the
extension's read the same file, so both reach the same margin, in every bit, or fail. All links are
made here; equal inputs give equal lines.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from link_vectors import links

from classifier.address import AddressError
from classifier.assess import assess, default_knowledge, target_of
from classifier.case import Case
from classifier.features import link_features
from classifier.model_file import read_model
from classifier.signals.view import view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).parents[1] / "tests" / "vectors" / "margins.jsonl"

SEED = 2
EVERY = 3
"""Of the links with which evidence is compared, so many less one are passed over."""
MADE = 1200
"""Links made of pieces that the model knows."""

ENDINGS = "ru com example shop top xyz net co.uk github.io com.ru pl info su online".split()
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"


def main() -> None:
    """Write the vectors."""
    rows = [row for url in urls() if (row := row_of(url)) is not None]
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{TARGET}: {len(rows)} links, {TARGET.stat().st_size // 1000} kB")


def row_of(url: str) -> dict[str, Any] | None:
    """Return a line of the file; nothing for a text that is no web address.

    ``level`` and ``reasons`` are those of the whole verdict on the link alone; what a known host's
    link carries counts there, as it does in no margin.
    """
    knowledge = default_knowledge()
    try:
        target = target_of(Case(url))
    except AddressError:
        return None
    view = view_of(Case(url), target, knowledge.brands, knowledge.lexicon)
    held = [item.rule_id for item in knowledge.rules.evidence(view)]
    judged = knowledge.model.judge(target.address, held, trusted=view.trusted_host)
    features = link_features(target.address)
    verdict = assess(Case(url))
    return {
        "url": url,
        "shape": list(features.shape),
        "words": knowledge.model.inputs(features, held)[0],
        "margin": judged.margin,
        "contributions": judged.contributions,
        "level": verdict.level.value,
        "reasons": [reason.id for reason in verdict.reasons],
    }


def urls() -> list[str]:
    """Return all links, each once, in order."""
    chance = random.Random(SEED)  # noqa: S311 - repeatable on purpose
    return list(dict.fromkeys([*links(seed=SEED)[::EVERY], *_made(chance)]))


def _made(chance: random.Random) -> Iterator[str]:
    """Yield links whose hosts and paths are put together from the model's own pieces."""
    known = sorted(read_model().words.pieces)
    hosts = [piece.strip("^$").replace("$^", ".") for piece in known if piece[0] not in "./"]
    paths = [piece for piece in known if piece.startswith("/")] or ["/pay"]
    endings = [*ENDINGS, *(piece[1:] for piece in known if piece.startswith("."))]
    for _ in range(MADE):
        noise = "".join(chance.choices(LETTERS, k=chance.randrange(5)))
        parts = [*chance.choices(hosts, k=chance.randrange(1, 4)), noise]
        chance.shuffle(parts)
        name = chance.choice(("", "-", ".")).join(parts).strip("-.") or "a"
        if (
            "--" in name
        ):  # Punycode at random stands for nothing, and not all parsers call it a host
            continue
        path = "".join(chance.choices(paths, k=chance.randrange(3)))
        yield f"{chance.choice(('', 'www.'))}{name}.{chance.choice(endings)}{path}"


if __name__ == "__main__":
    main()
