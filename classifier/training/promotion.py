"""Promotion: whether a candidate may take the place of the present model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from classifier.training.figures import AGREED, MEASURED, Better, is_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classifier.training.figures import Figure

NOISE = 1e-9
"""Differences below it come from writing numbers as text."""


class IncomparableError(ValueError):
    """Two models' figures cannot be compared; the message says why and how to measure anew."""


def losses(candidate: Mapping[str, Any], current: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each agreed figure in which the candidate is worse.

    Empty when it may be promoted.

    Raises:
        IncomparableError: figures are missing, or were measured on different rows.
    """
    _comparable(candidate, current)
    found = []
    for figure in AGREED:
        worse = _worse_by(figure, candidate[figure.name], current[figure.name])
        if worse > figure.tolerance + NOISE:
            found.append(
                f"{figure.name} ({figure.meaning}) is worse by {worse:.4g}: "
                f"{candidate[figure.name]:.4g} instead of {current[figure.name]:.4g}; "
                f"{figure.tolerance:g} is allowed"
            )
    return found


def compared(
    candidate: Mapping[str, Any], current: Mapping[str, Any]
) -> Sequence[tuple[str, Any, Any, bool]]:
    """Return (figure, candidate's, current's, whether it is good enough) of each agreed figure."""
    return [
        (
            figure.name,
            candidate[figure.name],
            current[figure.name],
            _worse_by(figure, candidate[figure.name], current[figure.name])
            <= figure.tolerance + NOISE,
        )
        for figure in AGREED
    ]


def _worse_by(figure: Figure, candidate: Any, current: Any) -> float:
    """Return by how much a candidate is worse; a figure that neither has is no loss."""
    if candidate is None or current is None:
        return 0.0
    difference = float(current) - float(candidate)
    return difference if figure.better is Better.MORE else -difference


def _comparable(candidate: Mapping[str, Any], current: Mapping[str, Any]) -> None:
    remedy = (
        "measure both on one corpus: sverka evaluate --data DIR --corpus FILE.parquet "
        "--model MODEL.json --json FIGURES.json, then give both files by --figures and "
        "--current-figures"
    )
    for name, figures in (("candidate", candidate), ("current model", current)):
        if not isinstance(figures.get(MEASURED), dict):
            raise IncomparableError(f"the {name} does not say what it was measured on; {remedy}")
        odd = [
            figure.name
            for figure in AGREED
            if figure.name not in figures
            or not (figures[figure.name] is None or is_number(figures[figure.name]))
        ]
        if odd:
            raise IncomparableError(f"the {name} has no figure {', '.join(odd)}; {remedy}")
    one, other = candidate[MEASURED], current[MEASURED]
    parts = [key for key in sorted({*one, *other}) if one.get(key) != other.get(key)]
    if parts:
        told = ", ".join(f"{key} ({one.get(key)} and {other.get(key)})" for key in parts)
        raise IncomparableError(f"the models were measured on different rows: {told}; {remedy}")
    for figure in AGREED:
        if (candidate[figure.name] is None) is not (current[figure.name] is None):
            raise IncomparableError(f"only one of the models has a figure {figure.name}; {remedy}")
