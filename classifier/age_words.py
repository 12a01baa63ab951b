"""How long ago in words: languages count days each in their own way."""

from __future__ import annotations

from classifier.verdict import Language

_TEENS = range(11, 15)


def days_ago(days: int, language: Language) -> str:
    """Return when something happened that many whole days ago: ``3 дня назад``, ``3 days ago``."""
    if language is Language.RU:
        return f"{days} {_russian_days(days)} назад" if days else "сегодня"
    return f"{days} {'day' if days == 1 else 'days'} ago" if days else "today"


def _russian_days(days: int) -> str:
    if days % 100 in _TEENS:
        return "дней"
    return {1: "день", 2: "дня", 3: "дня", 4: "дня"}.get(days % 10, "дней")
