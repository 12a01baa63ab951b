"""``sverka`` itself, ``rules`` and ``export``."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli_tables import SVERKA

from classifier.brands import default_brands
from classifier.rules import default_rules
from classifier.suffixes import _rules
from server.cli import rules as rules_command

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

ROOT = Path(__file__).parents[2]


def test_help_loads_no_heavy_library() -> None:
    code = "import sys, server.cli.main; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    heavy = {"fastapi", "pyarrow", "pydantic", "sqlalchemy", "classifier.assess", "uvicorn"}
    assert not heavy & set(loaded.stdout.split())


def test_the_installed_command_tells_its_version() -> None:
    done = subprocess.run([SVERKA, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"sverka {version('sverka')}\n"


def test_every_command_has_help(sverka: Callable[..., Any]) -> None:
    for command in (
        ["serve"],
        ["check"],
        ["score"],
        ["export"],
        *(["rules", w] for w in ("lint", "list", "show")),
    ):
        done = sverka(*command, "--help")
        assert (done.code, "Usage: sverka" in done.out) == (0, True)


def test_the_shipped_rules_are_in_order(sverka: Callable[..., Any]) -> None:
    done = sverka("rules", "lint")
    assert done.code == 0, done.out
    assert done.out.startswith(f"{len(default_rules())} rules with ")


def test_lint_names_every_broken_file(
    tmp_path: Path, sverka: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "form").mkdir()
    (tmp_path / "form" / "one.yml").write_text("severity: loud\n")
    (tmp_path / "form" / "two.yml").write_text("[")
    monkeypatch.setattr(rules_command, "RULES", tmp_path)
    done = sverka("rules", "lint")
    assert done.code == 1
    assert "one.yml" in done.out
    assert "two.yml" in done.out
    assert "2 findings" in done.err


def test_lint_judges_the_examples(
    sverka: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rule = next(rule for rule in default_rules() if rule.match[0].html is None)
    source = rules_command.RULES.joinpath(*rule.id.split(".")).with_suffix(".yml")
    target = tmp_path.joinpath(*rule.id.split(".")).with_suffix(".yml")
    target.parent.mkdir(parents=True)
    url = rule.match[0].url
    text = source.read_text(encoding="utf-8")
    assert url in text
    target.write_text(text.replace(url, "https://shop.example/", 1), encoding="utf-8")
    monkeypatch.setattr(rules_command, "RULES", tmp_path)
    done = sverka("rules", "lint")
    assert done.code == 1
    assert "example_does_not_match" in done.out


def test_rules_are_listed_and_shown(sverka: Callable[..., Any]) -> None:
    listed = sverka("rules", "list", "--lang", "en").out
    for rule in default_rules():
        assert rule.id in listed
    rule = next(iter(default_rules()))
    shown = sverka("rules", "show", rule.id).out
    assert all(words.text in shown for words in rule.text.values())
    missed = sverka("rules", "show", f"{rule.id}x")
    assert missed.code == 2
    assert f"did you mean {rule.id}" in missed.err


FILES = tuple(
    f"{name}.json"
    for name in (
        "openapi rules brands gate redirectors chat names vocabulary judge suffixes model".split()
    )
)


def test_export_writes_check_finds_drift(tmp_path: Path, sverka: Callable[..., Any]) -> None:
    assert sverka("export", "--out", tmp_path).code == 0
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(first) == set(FILES)
    assert sverka("export", "--out", tmp_path, "--check").code == 0
    (tmp_path / "rules.json").write_text("{}")
    (tmp_path / "gate.json").unlink()
    done = sverka("export", "--out", tmp_path, "--check")
    assert done.code == 1
    assert "rules.json" in done.err
    assert "gate.json" in done.err
    assert "brands.json" not in done.err
    assert sverka("export", "--out", tmp_path).code == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first


def test_export_holds_what_the_extension_needs(tmp_path: Path, sverka: Callable[..., Any]) -> None:
    sverka("export", "--out", tmp_path)
    made = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()}
    assert set(made["rules"]) == {rule.id for rule in default_rules()}
    for rule in made["rules"].values():
        assert set(rule) - {"floor"} == {"severity", "ru", "en"}
        assert set(rule["ru"]) == set(rule["en"]) == {"title", "text", "advice"}
    assert [brand["id"] for brand in made["brands"]] == [brand.id for brand in default_brands()]
    assert all(set(b) == {"id", "name_ru", "name_en", "domains", "open"} for b in made["brands"])
    assert "/v1/check" in made["openapi"]["paths"]
    assert all(word == word.lower() for word in made["gate"]["words"])
    assert any("cvv" in word for word in made["gate"]["words"])
    redirectors = made["redirectors"]
    assert all(set(row) == {"domain", "path", "parameter"} for row in redirectors)
    assert any(row["domain"] == "vk.com" for row in redirectors)


def test_exported_suffixes_are_those_that_cut_hosts(
    tmp_path: Path, sverka: Callable[..., Any]
) -> None:
    sverka("export", "--out", tmp_path)
    made = json.loads((tmp_path / "suffixes.json").read_text(encoding="utf-8"))
    rules = {
        f"{label}.{parent}".rstrip(".")
        for section in ("icann", "private")
        for parent, labels in made[section].items()
        for label in labels.split()
    }
    used = _rules()
    marked = {f"*.{rule}" for rule in used.wildcard} | {f"!{rule}" for rule in used.exceptions}
    assert rules == used.plain | marked


def test_the_committed_export_is_up_to_date(sverka: Callable[..., Any]) -> None:
    done = sverka("export", "--check", "--out", ROOT / "extension" / "src" / "generated")
    assert done.code == 0, done.err


def test_export_needs_its_folder(tmp_path: Path, sverka: Callable[..., Any]) -> None:
    done = sverka("export", "--out", tmp_path / "no")
    assert (done.code, "no such folder" in done.err) == (2, True)
