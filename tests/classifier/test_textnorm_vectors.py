"""Spellings on which the core and the extension must agree: written ones, and mutants of them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from classifier.textnorm import plain

PATH = Path(__file__).parents[1] / "vectors" / "textnorm.json"
VECTORS = json.loads(PATH.read_text(encoding="utf-8"))
SIGNS = (
    "аaоo0еeсcрpхxукkтtмmвbнhіiјѕєїґzж .·•*_|-７Ａёй①²Ⅳİß😀"
    "\n\t\u00a0\u0085\u001c\u200b\u00ad\U000e0041\ufeff\u0301"
)
SEED = 20
MUTANTS = 400


def mutants() -> list[str]:
    """Written spellings with signs put in, taken out, exchanged and set apart; the same always."""
    draw = random.Random(SEED)
    return [mutant(draw) for _ in range(MUTANTS)]


def mutant(draw: random.Random) -> str:
    """Change a few places of one spelling."""
    signs = list(draw.choice(VECTORS["written"])["text"]) or ["а"]
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(signs))
        signs[at] = draw.choice(
            ["", draw.choice(SIGNS), signs[at] + draw.choice(SIGNS), signs[at].upper()]
        )
    gap = draw.choice(["", "", "", " ", ".", "-"])
    return gap.join(signs)


@pytest.mark.parametrize("vector", VECTORS["written"], ids=lambda v: repr(v["text"]))
def test_written(vector: dict[str, str]) -> None:
    assert plain(vector["text"]) == vector["plain"]


def test_mutants_are_those_of_the_seed_and_read_as_the_file_says() -> None:
    now = [[text, plain(text)] for text in mutants()]
    assert now == VECTORS["mutants"], (
        "write the new ones: python tests/classifier/test_textnorm_vectors.py"
    )


if __name__ == "__main__":
    lines = ",\n    ".join(json.dumps([text, plain(text)], ensure_ascii=True) for text in mutants())
    head, _ = PATH.read_text(encoding="utf-8").split('"mutants": [')
    PATH.write_text(f'{head}"mutants": [\n    {lines}\n  ]\n}}\n', encoding="utf-8")
