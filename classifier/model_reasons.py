"""What the model says in words, when a link's margin alone is worth a word of caution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.evidence import Evidence

if TYPE_CHECKING:
    from classifier.model import Judged
    from classifier.signals.view import CaseView

RULES = {"words": "model.words", "shape": "model.shape"}
"""The rule that speaks for a family of features; what rules find, they say themselves."""


def model_evidence(view: CaseView, judged: Judged, *, warned: bool) -> tuple[Evidence, ...]:
    """Return the rule of the family, words or shape, that adds more to a suspicious margin.

    Where neither adds anything there are no words for a warning, and so there is none. Nothing is
    added where a rule has ``warned`` already and says why. Nothing is said of hosts of known
    organisations, whoever writes there, and of names recorded as honest; of a link whose target is
    hidden, since its host does not tell where it leads; of an international host, since the pieces
    of its encoded form are not the letters that somebody chose.
    """
    if warned or not judged.suspicious or view.hides_target or "xn--" in view.address.host:
        return ()
    if view.official is not None or view.brands.is_bystander(view.address.registrable_domain or ""):
        return ()
    parts = judged.contributions
    family = "words" if parts["words"] >= parts["shape"] else "shape"
    if parts[family] <= 0:
        return ()
    return (Evidence(RULES[family], {"host": view.address.host_unicode}),)
