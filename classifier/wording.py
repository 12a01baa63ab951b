"""What a verdict advises when no rule speaks: one sentence a level and language."""

from __future__ import annotations

from classifier.verdict import Language, Level

_ADVICE = {
    Level.OFFICIAL: {
        Language.RU: "Адрес принадлежит самой организации. Проверьте, что вы вошли на него сами.",
        Language.EN: "The address belongs to the organisation itself. Make sure you opened it yourself.",
    },
    Level.CLEAR: {
        Language.RU: "Риск не найден, но это не обещание. Для получения денег нужен только номер карты.",
        Language.EN: "No risk was found, which is no promise. To receive money only a card number is needed.",
    },
    Level.UNKNOWN: {
        Language.RU: "Проверить нельзя: ссылка скрывает, куда ведёт. Не вводите по ней данные карты.",
        Language.EN: "It cannot be checked: the link hides where it leads. Enter no card details there.",
    },
}


def level_advice(level: Level, language: Language) -> str:
    """Return the advice of a level below ``caution``."""
    return _ADVICE[level][language]
