"""The model: its features, its margin in whole numbers, and files that must not be believed."""

from __future__ import annotations

import gzip
import json
import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.address import AddressError, parse_address
from classifier.assess import assess, default_knowledge
from classifier.brands import default_brands
from classifier.case import Case
from classifier.features import SHAPE, LinkFeatures, link_features, schema_hash
from classifier.model import NEVER, Model, default_model, load_model
from classifier.model_file import MODEL_FILE, ModelError, checksum, model_text
from classifier.model_inputs import link_rules
from classifier.rules import default_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINK_RULES = link_rules(default_rules())

hosts = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,12}[a-z0-9])?(\.[a-z0-9]{1,12}){1,3}", fullmatch=True)
paths = st.from_regex(r"(/[A-Za-z0-9._~%-]{0,12}){0,4}", fullmatch=True)


def features(url: str) -> LinkFeatures:
    return link_features(parse_address(url))


def shape(url: str) -> dict[str, int]:
    return dict(zip(SHAPE, features(url).shape, strict=True))


@settings(deadline=None, max_examples=200)
@given(hosts, paths)
def test_what_corpora_differ_in_is_no_feature(host: str, path: str) -> None:
    try:
        expected = features(f"https://{host}{path}")
    except AddressError:
        return
    bare = path.rstrip("/")
    for url in (f"http://{host}{bare}", f"https://{host}:8443{bare}/", f"{host}{bare}#order"):
        assert features(url) == expected
    assert features(f"https://{host}/").shape == expected.shape, "a path is no shape"
    if not host.startswith("www") and parse_address(host).registrable_domain:
        assert features(f"https://www.{host}{path}") == expected


def test_pieces_know_where_a_label_begins_and_ends() -> None:
    pieces = features("https://pay.avito.example/Refund/12?sum=5").pieces
    assert {"^pa", "ay$", "y$^av", "^avit", ".example", "/refund"} <= pieces
    assert not {"pay.", "/sum", "/12"} & pieces


def test_russian_endings_are_silent() -> None:
    assert not {piece for piece in features("https://bakery.ru/").pieces if piece.startswith(".")}
    assert shape("https://bakery.ru/") == shape("https://bakery.su/")
    assert ".xyz" in features("https://bakery.xyz/").pieces


@pytest.mark.parametrize(
    ("host", "name", "value"),
    [
        ("youla.id22991.site", "host.labels", 2),
        ("youla.id22991.site", "name.digits", 5),
        ("youla.id22991.site", "subdomain.first-length", 5),
        ("a-b-c.example", "host.hyphens", 2),
        ("shop.co.uk", "suffix.labels", 1),
        ("www.shop.example", "host.labels", 1),
        ("203.0.113.7", "host.is-ip", 1),
        ("xn--80ak6aa92e.example", "host.international", 1),
        ("aeiou.example", "host.vowels-permille", 1000),
    ],
)
def test_numbers_of_a_host(host: str, name: str, value: int) -> None:
    assert shape(f"https://{host}/")[name] == value


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.integers(0, 1000), min_size=len(SHAPE), max_size=len(SHAPE)),
    st.sets(st.sampled_from(sorted(default_model()._pieces)), max_size=30),
    st.sets(st.sampled_from(LINK_RULES)),
    st.sampled_from(LINK_RULES),
)
def test_one_more_rule_never_lowers_the_margin(
    numbers: list[int], pieces: set[str], held: set[str], more: str
) -> None:
    model = default_model()
    seen = LinkFeatures(frozenset(pieces), tuple(numbers))

    def margin(rules: set[str]) -> int:
        return sum(model.contributions(seen, frozenset(rules)).values())

    assert margin(held | {more}) >= margin(held)


PATH_WORDS = sorted(piece for piece in default_model()._pieces if piece.startswith("/"))


@settings(deadline=None, max_examples=200)
@given(hosts, st.lists(st.sampled_from(PATH_WORDS), min_size=1, max_size=3).map("".join))
def test_a_path_never_lowers_the_margin(host: str, path: str) -> None:
    try:
        bare, deep = parse_address(f"https://{host}/"), parse_address(f"https://{host}{path}")
    except AddressError:
        return
    judge = default_model().judge
    assert judge(deep, (), trusted=False).margin >= judge(bare, (), trusted=False).margin


@settings(deadline=None, max_examples=300)
@given(hosts, paths, st.sets(st.sampled_from([rule.id for rule in default_rules()]), max_size=9))
def test_contributions_are_the_margin(host: str, path: str, rules: set[str]) -> None:
    try:
        address = parse_address(f"https://{host}{path}")
    except AddressError:
        return
    for trusted in (False, True):
        judged = default_model().judge(
            address, rules, trusted=trusted, page=frozenset({"form:password", "role:card-cvv"})
        )
        assert sum(judged.contributions.values()) == judged.margin
        assert 0 <= judged.score <= 1


def test_the_model_alone_warns_of_no_known_hosts_and_no_honest_names() -> None:
    model = load_model()
    model.caution = -NEVER
    eager = replace(default_knowledge(), model=model)

    def spoken(url: str) -> list[str]:
        reasons = assess(Case(url), knowledge=eager).reasons
        return [reason.id for reason in reasons if reason.id.startswith("model.")]

    brands = list(default_brands())
    known = [domain for brand in brands for domain in brand.domains]
    honest = [item.domain for brand in brands for item in brand.namesakes]
    assert not any(spoken(f"https://{domain}/") for domain in (*known, *honest))
    assert not spoken("https://пример.example/")
    assert spoken("https://bakery.example/"), "nothing but its threshold keeps the model silent"


def content() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(MODEL_FILE.read_text())
    return found


def written(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    changed = content()
    change(changed)
    path.write_text(model_text(changed))
    return path


def test_a_file_that_is_whole_is_read(tmp_path: Path) -> None:
    assert isinstance(load_model(written(tmp_path / "model.json", lambda _: None)), Model)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda found: found.update(protocol=99), "protocol 99"),
        (lambda found: found.update(schema="0" * 16), schema_hash()),
        (lambda found: found.update(strange=1), "strange"),
        (lambda found: found.pop("thresholds"), "thresholds"),
        (lambda found: found["trees"]["left"].__setitem__(0, 0), "back"),
        (lambda found: found["trees"]["feature"].__setitem__(0, 10_000), "does not exist"),
        (lambda found: found["trees"]["value"].pop(), "length"),
        (lambda found: found["trees"]["roots"].append(10**7), "begins outside"),
        (lambda found: found["trees"]["value"].__setitem__(0, 2**40), "value"),
        (lambda found: found["trees"]["inputs"].reverse(), "not those of this release"),
        (lambda found: found["rules"].update({"host.gone": 1}), "host.gone"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], words: str
) -> None:
    with pytest.raises(ModelError) as refused:
        load_model(written(tmp_path / "model.json", change))
    assert "model.json" in str(refused.value)
    assert words in str(refused.value)


@pytest.mark.parametrize("kept", [0, 1, 1000, -2])
def test_a_file_that_was_cut_short_is_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "model.json"
    path.write_bytes(MODEL_FILE.read_bytes()[:kept])
    with pytest.raises(ModelError, match="sverka train"):
        load_model(path)


def test_a_file_that_was_altered_is_refused(tmp_path: Path) -> None:
    changed = content()
    changed["thresholds"]["caution"] += 1
    (tmp_path / "model.json").write_text(json.dumps(changed))
    with pytest.raises(ModelError, match="altered"):
        load_model(tmp_path / "model.json")


def test_a_missing_file_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"sverka train"):
        load_model(tmp_path / "model.json")


def test_a_refusal_survives_the_way_from_another_process(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as refused:
        load_model(tmp_path / "model.json")
    again = pickle.loads(pickle.dumps(refused.value))
    assert (type(again), str(again), again.file) == (ModelError, str(refused.value), "model.json")


def test_no_word_of_a_path_vouches_for_a_link() -> None:
    pieces = content()["words"]["pieces"]
    paths = {piece: weight for piece, weight in pieces.items() if piece.startswith("/")}
    assert paths
    assert min(paths.values()) >= 0


def test_the_shipped_file_is_small_and_says_who_taught_it() -> None:
    found = content()
    assert len(gzip.compress(MODEL_FILE.read_bytes())) <= 400_000
    assert found["licence"] == "ship"
    assert found["sources"]
    assert found["sha256"] == checksum(found)
