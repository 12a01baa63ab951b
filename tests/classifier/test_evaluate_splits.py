"""Splits: nothing that belongs together is parted, nothing depends on order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from classifier.training.corpus import Link, one_a_domain
from classifier.training.splits import Split, domain_name, side_of, split_links

if TYPE_CHECKING:
    import random

domains = st.sampled_from([f"shop{number}.example" for number in range(12)])
templates = st.sampled_from(["", *(f"brand.pay#-{letter}.example" for letter in "abcde")])
pairs = st.lists(st.tuples(domains, templates), max_size=30)


def neighbourhoods(links: list[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Return for each domain all domains that it hangs together with, by walking the graph."""
    by_template: dict[str, set[str]] = {}
    for domain, template in links:
        if template:
            by_template.setdefault(template, set()).add(domain)
    found = {}
    for domain, _ in links:
        seen, waiting = {domain}, [domain]
        while waiting:
            here = waiting.pop()
            for members in by_template.values():
                if here in members:
                    waiting += members - seen
                    seen |= members
        found[domain] = frozenset(seen)
    return found


@given(pairs, st.randoms())
def test_a_component_is_what_hangs_together_whatever_the_order(
    links: list[tuple[str, str]], chance: random.Random
) -> None:
    groups = neighbourhoods(links)
    shuffled = list(links)
    chance.shuffle(shuffled)
    one, other = split_links(links), split_links(shuffled)
    roots = {domain: one.root(domain_name(domain)) for domain in groups}
    for domain, group in groups.items():
        assert {member for member in groups if roots[member] == roots[domain]} == group
        assert other.root(domain_name(domain)) == roots[domain]
        assert len({side_of(roots[member]) for member in group}) == 1


def test_an_empty_template_joins_nobody() -> None:
    components = split_links([("one.example", ""), ("two.example", "")])
    assert components.root("r:one.example") != components.root("r:two.example")


def test_sides_have_their_sizes() -> None:
    names = (domain_name(f"shop{number}.example") for number in range(20_000))
    sides = Counter(side_of(name) for name in names)
    assert abs(sides[Split.TUNE] - 10_000) < 300
    assert abs(sides[Split.THRESHOLD] - 4_000) < 300
    assert abs(sides[Split.TEST] - 6_000) < 300


links = st.lists(
    st.tuples(domains, st.integers(0, 5)).map(
        lambda item: Link(f"https://h{item[1]}.{item[0]}/", item[0], Split.TEST, {})
    ),
    max_size=40,
)


@given(links, st.randoms())
def test_one_link_a_domain_and_always_the_same(found: list[Link], chance: random.Random) -> None:
    chosen = one_a_domain(found)
    assert Counter(link.domain for link in chosen) == Counter({link.domain for link in found})
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert {link.url for link in one_a_domain(shuffled)} == {link.url for link in chosen}
    assert {link.url for link in chosen} <= {link.url for link in found}
