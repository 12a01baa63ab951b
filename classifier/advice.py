"""What a verdict advises when no rule speaks: one sentence a level and language."""

from __future__ import annotations

from classifier.verdict import Language, Level

_ADVICE = {
    Level.OFFICIAL: {
        Language.RU: "Адрес принадлежит самой организации. Открывайте его сами, не по ссылке.",
        Language.EN: "The address is the organisation's own. Open it yourself, not by a link.",
    },
    Level.CLEAR: {
        Language.RU: "Риск не найден, но это не обещание. Чтобы получить деньги, CVV не нужен.",
        Language.EN: "No risk was found, which is no promise. To receive money no CVV is needed.",
    },
    Level.UNKNOWN: {
        Language.RU: "Проверить нельзя: не видно, куда ведёт ссылка. Не вводите там данные карты.",
        Language.EN: "It cannot be checked where the link leads. Enter no card details there.",
    },
}


def level_advice(level: Level, language: Language) -> str:
    """Return the advice of a level below ``caution``."""
    return _ADVICE[level][language]
