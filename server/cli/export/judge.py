"""What the extension's background needs to judge a link as the core does: names, words, suffixes.

Lists of words are exported as one text each, parted by spaces: neither hosts nor names hold any.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import ada_url

from classifier.brands import default_brands
from classifier.confusables import CONFUSABLES
from classifier.lexicon import default_lexicon
from classifier.model_inputs import LINK_FAMILIES, LINK_SIGNALS
from classifier.rules import default_rules
from classifier.signals.hostwords import COUNTRY_SUFFIXES
from classifier.suffixes import SUFFIX_LIST, suffix_list_version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from classifier.brand import Brand


def judge_data() -> dict[str, object]:
    """Return brands, words and rules by signal; equal inputs give equal content."""
    lexicon = default_lexicon()
    return {
        "brands": [_brand(brand) for brand in default_brands()],
        "lures": _words(lexicon.lures - lexicon.service_words),
        "service_words": _words(lexicon.service_words),
        "cheap_endings": _words(lexicon.cheap_endings),
        "free_hosting": _words(lexicon.free_hosting),
        "delivery_networks": _words(lexicon.delivery_networks),
        "shorteners": _words(lexicon.shorteners),
        "country_suffixes": _words(COUNTRY_SUFFIXES),
        "confusables": _by_reading(),
        "rules": _rules_by_signal(),
    }


def suffix_data() -> dict[str, object]:
    """Return the public suffixes in ASCII by what stands behind their first dot.

    ``icann`` ones belong to registries, ``private`` ones to companies that give names away.
    """
    sections: dict[str, dict[str, list[str]]] = {"icann": {}, "private": {}}
    section = "icann"
    for line in SUFFIX_LIST.read_text(encoding="utf-8").splitlines():
        if "===BEGIN PRIVATE DOMAINS===" in line:
            section = "private"
        rule = line.partition(" ")[0]
        if rule and not rule.startswith("//"):
            label, _, parent = _in_ascii(rule).partition(".")
            sections[section].setdefault(parent, []).append(label)
    return {
        "version": suffix_list_version(),
        **{name: _grouped(labels) for name, labels in sections.items()},
    }


def _brand(brand: Brand) -> dict[str, str]:
    return {
        "id": brand.id,
        "owner": brand.owner,
        "spellings": " ".join(brand.spellings),
        "weak": " ".join(brand.weak_spellings),
        "coined": " ".join(brand.coined),
        "neighbours": " ".join(brand.neighbours),
        "bystanders": " ".join(entry.domain for entry in (*brand.namesakes, *brand.tenants)),
    }


def _by_reading() -> dict[str, str]:
    """Return all characters that read like the same ASCII text as one word."""
    grouped: dict[str, str] = {}
    table: dict[str, str] = json.loads(CONFUSABLES.read_text(encoding="utf-8"))["ascii"]
    for char, reading in table.items():
        grouped[reading] = grouped.get(reading, "") + char
    return dict(sorted(grouped.items()))


def _rules_by_signal() -> dict[str, list[str]]:
    rules: dict[str, list[str]] = {}
    for rule in default_rules():
        if rule.signal.startswith(LINK_FAMILIES) or rule.signal in LINK_SIGNALS:
            rules.setdefault(rule.signal, []).append(rule.id)
    return rules


def _grouped(labels: dict[str, list[str]]) -> dict[str, str]:
    return {parent: _words(group) for parent, group in sorted(labels.items())}


def _words(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


def _in_ascii(rule: str) -> str:
    """Return a rule with its labels as hosts carry them, its mark (``*.``, ``!``) untouched."""
    mark = rule[: len(rule) - len(rule.lstrip("*.!"))]
    return mark + ada_url.idna_to_ascii(rule.removeprefix(mark)).decode()
