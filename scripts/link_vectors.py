"""Write ``tests/vectors/links.jsonl``: links with the evidence that the core finds for each.

    .venv/bin/python scripts/link_vectors.py

The core's tests and the extension's read the same file, so both judge a link alike or fail. All
links are made here, from the registry, the lexicon and the rules' examples; equal inputs give
equal lines. Hosts stand without a scheme wherever the scheme does not matter.
"""

from __future__ import annotations

import json
import random
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from link_oddities import ODD_HOSTS, ODD_LINKS, UNREADABLE

from classifier.address import AddressError
from classifier.assess import default_knowledge, target_of
from classifier.brands import default_brands
from classifier.case import Case
from classifier.confusables import latin
from classifier.lexicon import default_lexicon
from classifier.rules import default_rules
from classifier.signals.redirect import Target, carried
from classifier.signals.view import view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.brand import Brand

TARGET = Path(__file__).parents[1] / "tests" / "vectors" / "links.jsonl"

ENDINGS = "ru com example site xyz top online shop test su pl com.ua co.uk info рф".split()
_PER_LENGTH = 2
"""Brands that stand for all whose names are as long."""

PATHS = ("", "", "", "/", "/pay/82734519", "/order/a1b2c3d4e5", "/app.apk", "/cash?id=4", "/item#x")
_DRAWN_IN_ASCII = str.maketrans({"m": "rn", "o": "0", "l": "1", "e": "c", "i": "1"})
_NO_VOWELS = str.maketrans("", "", "aeiouy")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_DRAWN = {
    reading: [
        char
        for char in map(chr, range(0xA1, 0x2C00))
        if latin(char) == reading and unicodedata.bidirectional(char) in {"L", "NSM", "ON"}
    ]
    for reading in "aceiklmnoprstuvxy"
}
"""Characters that read like a Latin letter; beside one written from right to left no host is valid,
which old parsers do not know."""


def main() -> None:
    """Write the vectors."""
    rows = [row_of(url) for url in links(seed=1)]
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{TARGET}: {len(rows)} links, {TARGET.stat().st_size // 1000} kB")


def row_of(url: str) -> dict[str, Any]:
    """Return a line of the file; ``evidence`` is null where the text is no web address.

    ``hidden`` and ``behind`` (host and evidence of what a known host's link carries) stand only
    where there is something to say.
    """
    try:
        target = target_of(Case(url))
    except AddressError:
        return {"url": url, "evidence": None}
    knowledge = default_knowledge()
    view = view_of(Case(url), target, knowledge.brands, knowledge.lexicon)
    row: dict[str, Any] = {
        "url": url,
        "evidence": _evidence(target),
        "official": view.trusted_host,
        "registrable": target.address.registrable_domain,
    }
    if target.hidden:
        row["hidden"] = True
    behind = list(carried(target.address)) if view.official is not None else []
    if behind:
        row["behind"] = [[address.host, _evidence(Target(address))] for address in behind]
    return row


def _evidence(target: Target) -> list[tuple[str, dict[str, str]]]:
    knowledge = default_knowledge()
    view = view_of(Case(target.address.href), target, knowledge.brands, knowledge.lexicon)
    return [(item.rule_id, dict(item.params)) for item in knowledge.rules.evidence(view)]


def links(seed: int, per_brand: int = 3) -> list[str]:
    """Return all links, each once; another seed composes others from the same parts."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    made = [*_known(), *ODD_LINKS, *UNREADABLE]
    for brand in default_brands():
        hosts = chance.sample(list(_imitations(brand, chance)), per_brand)
        made += (_somewhere(host, chance) for host in hosts)
    made += _at_the_limits()
    made += _hosting(chance)
    made += _redirected(chance)
    made += (f"{host}{path}" for host in ODD_HOSTS for path in ("", "/pay/82734519"))
    return list(dict.fromkeys(made))


def _known() -> Iterator[str]:
    """Yield links of the rules' examples, official and honest hosts."""
    for rule in default_rules():
        if rule.id.startswith("age."):
            continue  # a link alone has no age
        yield from (example.url for example in (*rule.match, *rule.clean))
    for brand in default_brands():
        yield from (*brand.match, *brand.clean)
        yield from (entry.domain for entry in brand.official)
        yield from (entry.domain for entry in (*brand.namesakes, *brand.tenants))
        yield from (f"{word}.ru" for word in brand.neighbours)


def _somewhere(host: str, chance: random.Random) -> str:
    return f"{host}{chance.choice(PATHS)}"


def _imitations(brand: Brand, chance: random.Random) -> Iterator[str]:
    """Yield hosts that bear a brand's name, in the ways of fraud and of honest companies."""
    words = sorted(default_lexicon().lures)
    name = chance.choice([*brand.spellings, *brand.weak_spellings])
    lure, ending = chance.choice(words), chance.choice(ENDINGS)
    number = chance.randrange(10 ** chance.randrange(1, 9))
    other = chance.choice(list(default_brands())).spellings[0]
    yield f"{name}.{lure}{number}.{ending}"
    yield f"{name}{chance.choice(('-', '', '.', '--'))}{lure}.{chance.choice(ENDINGS)}"
    yield f"{lure}{chance.choice(('-', '', '.'))}{name}{number}.{chance.choice(ENDINGS)}"
    yield f"{brand.readable_domains[0]}.{lure}-{number}.{chance.choice(ENDINGS)}"
    yield f"{brand.readable_domains[0]}-{lure}{number}.{chance.choice(ENDINGS)}"
    yield f"{chance.choice(('www.', 'm.', ''))}{name}.{other}.{chance.choice(ENDINGS)}"
    label, _, own = brand.readable_domains[0].partition(".")
    yield f"{_mistyped(label, chance)}.{own}"
    yield f"{_mistyped(brand.spellings[0], chance)}.{chance.choice(ENDINGS)}"
    yield f"{_mistyped(_mistyped(name, chance), chance)}-{lure}.{chance.choice(ENDINGS)}"
    yield f"{_drawn(label, chance)}.{own}"
    yield f"{_drawn(name, chance)}-{lure}.{chance.choice(ENDINGS)}"
    yield f"{label[: len(label) // 2]}.{label[len(label) // 2 :]}.{own}"


def _at_the_limits() -> Iterator[str]:
    """Yield names of every length, as the rules of labels set limits for."""
    found: dict[int, int] = {}
    for brand in default_brands():
        for name in sorted(brand.main_names):
            drawn = name.translate(_DRAWN_IN_ASCII)
            if "-" in name or drawn in {name, *default_brands().spellings}:
                continue
            found[len(name)] = found.get(len(name), 0) + 1
            if found[len(name)] > _PER_LENGTH:
                continue
            swapped = name[:1] + name[2:3] + name[1] + name[3:]
            bare = name.translate(_NO_VOWELS)
            for bad in dict.fromkeys((name[:2] + name[3:], drawn, f"{name[:-1]}q", swapped, bare)):
                yield from (f"{bad}.example", f"{bad}-abc.example", f"abc-{bad}.site")
                yield f"{bad}.{brand.readable_domains[0].partition('.')[2]}"
            yield from (f"{name}mir.example", f"mir{name}.example", f"{name}pay.example")
            yield f"{name[0]}-{name[1]}-{name[2:]}.example"
            yield f"{name[0]}-{name[1]}-{name[2:3]}-{name[3:]}.example"


def _mistyped(word: str, chance: random.Random) -> str:
    """Return a word with one letter lost, doubled, changed, added or swapped."""
    at = chance.randrange(len(word))
    letter = chance.choice(_LETTERS)
    changed = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        word.replace("m", "rn").replace("o", "0").replace("l", "1"),
    )
    return chance.choice(changed).strip("-") or word


def _drawn(word: str, chance: random.Random) -> str:
    """Return a word with one or all of its letters drawn by others that look alike."""
    able = [at for at, letter in enumerate(word) if _DRAWN.get(letter)]
    chosen = set(able if chance.random() < 1 / 4 else chance.sample(able, min(1, len(able))))
    return "".join(
        chance.choice(_DRAWN[letter]) if at in chosen else letter for at, letter in enumerate(word)
    )


def _hosting(chance: random.Random) -> Iterator[str]:
    lexicon = default_lexicon()
    brands = list(default_brands())
    for zone in sorted(lexicon.free_hosting):
        brand = chance.choice(brands)
        yield f"{chance.choice(brand.spellings)}-{chance.randrange(9999)}.{zone}"
        yield zone
    for host in sorted(lexicon.shorteners):
        yield _somewhere(host, chance)
    for ending in sorted(lexicon.cheap_endings):
        yield f"id{chance.randrange(10**6)}.{ending}"
        yield f"{chance.choice(sorted(lexicon.lures))}.{ending}"


def _redirected(chance: random.Random) -> Iterator[str]:
    """Yield links of redirecting pages, and of known hosts that carry whole addresses."""
    lures = sorted(default_lexicon().lures)
    for page in default_lexicon().redirectors:
        path = page.path.pattern.replace("(?:", "").split("|")[0].split(")")[0].replace("\\", "")
        link = f"https://{page.domain}{path}?{min(page.parameters)}="
        host = f"avito-{chance.choice(lures)}.example"
        yield f"{link}{host}"
        yield f"{link}https%3A%2F%2F{host}%2Fpay%2F8123"
        yield f"{link}https%253A%252F%252F{host}%252F&x=1"
        yield f"{link}%ff&{min(page.parameters)}=+{host}+"
        yield link
        yield f"https://{page.domain}{path}"
        yield f"https://sub.{page.domain}{path}/?{min(page.parameters).upper()}={host}"
    for brand in default_brands():
        if chance.random() < 1 / 4:
            yield f"https://{brand.domains[0]}/?next=https://{brand.id}-pay.example/&n=%2B"


if __name__ == "__main__":
    main()
