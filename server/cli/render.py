"""A verdict for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from classifier.verdict import Language, Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.verdict import Verdict

COLOURS = {
    Level.DANGER: "bold white on red",
    Level.CAUTION: "bold black on yellow",
    Level.UNKNOWN: "bold",
    Level.CLEAR: "bold",  # not green: no evidence of risk is no promise of safety
    Level.OFFICIAL: "bold green",
}
WORDS = {
    Language.RU: {
        Level.DANGER: "Опасно",
        Level.CAUTION: "Осторожно",
        Level.UNKNOWN: "Нельзя проверить",
        Level.CLEAR: "Признаков обмана не найдено",
        Level.OFFICIAL: "Официальный сайт",
        "score": "оценка риска",
        "host": "адрес",
        "brand": "речь о",
        "domains": "настоящие адреса",
        "missing": "не проверено",
        "page": "страница по ссылке",
        "age": "возраст домена",
        "made of": "оценка сложилась из",
        "base": "начало",
        "words": "части адреса",
        "shape": "вид адреса",
        "rules": "правила об адресе",
        "page-part": "страница и переписка",
    },
    Language.EN: {
        Level.DANGER: "Danger",
        Level.CAUTION: "Caution",
        Level.UNKNOWN: "Cannot be judged",
        Level.CLEAR: "No evidence of risk found",
        Level.OFFICIAL: "Official site",
        "score": "risk score",
        "host": "address",
        "brand": "claims to be",
        "domains": "its real addresses",
        "missing": "not looked at",
        "page": "the page behind the link",
        "age": "age of the domain",
        "made of": "the score is made of",
        "base": "start",
        "words": "parts of the address",
        "shape": "shape of the address",
        "rules": "rules on the address",
        "page-part": "page and chat",
    },
}


def print_verdict(verdict: Verdict, language: Language) -> None:
    """Print level, score, brand, reasons, advice and missing evidence on stdout."""
    words = WORDS[language]
    console = Console(highlight=False, soft_wrap=True)
    head = Text(f" {words[verdict.level]} ", style=COLOURS[verdict.level])
    head.append(f"  {words['score']} {verdict.score:.3f}", style="not bold default on default")
    console.print(head)
    _line(console, words["made of"], _parts(verdict, words))
    _line(console, words["host"], _address(verdict))
    if verdict.brand:
        _line(console, words["brand"], verdict.brand.name)
        _line(console, words["domains"], ", ".join(verdict.brand.official_domains))
    for reason in verdict.reasons:
        console.print()
        console.print(Text(f"• {reason.title}", style="bold").append(f"  {reason.id}", style="dim"))
        console.print(Text(f"  {reason.text}"))
    if verdict.advice:
        console.print()
        console.print(Text(verdict.advice))
    if verdict.missing:
        console.print()
        _line(console, words["missing"], ", ".join(words.get(m, m) for m in verdict.missing))


def _parts(verdict: Verdict, words: Mapping[str, str]) -> str:
    """Return what each family of features adds to the log-odds, those that add nothing left out."""
    names = {"page": "page-part"}
    return ", ".join(
        f"{words[names.get(family, family)]} {part:+.1f}"
        for family, part in verdict.contributions.items()
        if round(part, 1)
    )


def _address(verdict: Verdict) -> str:
    """Return the host, and what a browser may show for it when that differs."""
    if verdict.host_unicode == verdict.host:
        return verdict.host
    return f"{verdict.host_unicode} ({verdict.host})"


def _line(console: Console, label: str, value: str) -> None:
    console.print(Text(f"{label}: ", style="dim").append(value, style="not dim"))
