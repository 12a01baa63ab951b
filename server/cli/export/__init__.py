"""``sverka export``: what the extension takes from the server, as files in its source tree."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from classifier.brands import default_brands
from classifier.cues import cue_patterns
from classifier.lexicon import default_lexicon
from classifier.rules import default_rules
from classifier.verdict import Language
from classifier.vocabulary import default_vocabulary
from server.app import create_app
from server.cli.export.judge import judge_data, suffix_data
from server.cli.export.model import model_data
from server.cli.failure import WORK_ERROR, Failure
from server.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def export(folder: Path, *, check: bool) -> None:
    """Write the generated files, or compare them with what would be written.

    Raises:
        Failure: the folder is missing, or with ``check`` a file differs.
    """
    if not folder.is_dir():
        raise Failure(f"{folder}: no such folder; run in the repository or name it with --out")
    files = {name: _text(content) for name, content in generated().items()}
    drifted = [name for name, text in files.items() if _read(folder / name) != text]
    if check and drifted:
        names = ", ".join(str(folder / name) for name in drifted)
        raise Failure(
            f"out of date: {names}; run: sverka export, then: npm run generate", WORK_ERROR
        )
    if not check:
        for name in drifted:
            (folder / name).write_text(files[name], encoding="utf-8", newline="\n")
    done = "are up to date" if check or not drifted else "written"
    print(f"{folder}: {', '.join(drifted or files)} {done}")


def generated() -> dict[str, Any]:
    """Return the content of each file by its name; equal inputs give equal content."""
    return {
        "openapi.json": create_app(Settings()).openapi(),
        "rules.json": _rules(),
        "brands.json": _brands(),
        "gate.json": {"words": list(default_lexicon().gate)},
        "names.json": _names(),
        "redirectors.json": _redirectors(),
        "vocabulary.json": _vocabulary(),
        "judge.json": judge_data(),
        "suffixes.json": suffix_data(),
        "model.json": model_data(),
        "chat.json": {code: asdict(patterns) for code, patterns in cue_patterns().items()},
    }


def _rules() -> dict[str, Any]:
    return {
        rule.id: {
            "severity": rule.severity.value,
            **({"floor": rule.floor.value} if rule.floor else {}),
            **{language.value: words.model_dump() for language, words in rule.text.items()},
        }
        for rule in default_rules()
    }


def _brands() -> list[dict[str, Any]]:
    return [
        {
            "id": brand.id,
            "name_ru": brand.name(Language.RU),
            "name_en": brand.name(Language.EN),
            "domains": list(brand.domains),
            "open": [entry.domain for entry in brand.official if entry.user_content],
        }
        for brand in default_brands()
    ]


def _names() -> dict[str, Any]:
    """Return how each brand is spelled, for the hints that the extension finds in a page."""
    brands: dict[str, dict[str, Any]] = {
        brand.id: {"id": brand.id, "kind": brand.kind, "names": [], "weak": []}
        for brand in default_brands()
    }
    for word, spelling in default_brands().spellings.items():
        brands[spelling.brand.id]["weak" if spelling.weak else "names"].append(word)
    return {"brands": list(brands.values()), "generic": sorted(default_lexicon().generic)}


def _vocabulary() -> dict[str, str]:
    """Return the vocabulary as lines of words: it goes into a script that every page loads."""
    vocabulary = default_vocabulary()
    return {
        "words": " ".join(vocabulary.words),
        "stems": " ".join(vocabulary.stems),
        "endings": " ".join(vocabulary.endings),
    }


def _redirectors() -> list[dict[str, str]]:
    return [
        {"domain": page.domain, "path": f"^{page.path.pattern}$", "parameter": parameter}
        for page in default_lexicon().redirectors
        for parameter in sorted(page.parameters)
    ]


def _text(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return None
