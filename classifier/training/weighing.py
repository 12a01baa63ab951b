"""Weights of rows: what the corpora's make-up would teach, and the world does not.

- Scams and honest links come in any proportion: both classes weigh the same.
- Shapes change (of the scams of 2023 a fifth were hosted on platforms, of late two fifths): an
  older scam weighs less, half after ``HALF_LIFE`` days.
- ``.ru`` and its neighbours have 1 % of the scams and a third of the honest hosts: their scams
  weigh more.
- Feeds keep hosts, collections of links keep paths: among links with a path both classes weigh the
  same.
- Feeds hold few scams of the kind that this product is for: marketplace scams weigh more.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from classifier.features import SILENT_ENDINGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.training.rows import Row

HALF_LIFE = 365
"""Days after which a scam weighs half."""

UNDATED_AGE = 1460
"""Days that a scam without a date is taken to be old: such lists reach back to 2016."""

SILENT_POWER = 0.5
"""How far scams under silent endings are raised towards their share among honest links: 0 not at
all, 1 wholly. Fully raised, few rows speak so loudly that other endings lose a tenth."""

MARKETPLACE = 8.0
"""Weight of a scam of the marketplace set, in rows of feeds."""


def row_weights(rows: Sequence[Row], since: dt.date | None) -> Any:
    """Return the weight of each row; both classes sum to the same, the mean is 1."""
    label = np.array([row.label for row in rows])
    today = since or max((row.date for row in rows if row.date), default=dt.date.min)
    ages = [UNDATED_AGE if row.date is None else max(0, (today - row.date).days) for row in rows]
    weight = np.where(label == 1, 0.5 ** (np.array(ages) / HALF_LIFE), 1.0)
    silent = np.array([row.domain.rpartition(".")[2] in SILENT_ENDINGS for row in rows])
    with_path = np.array([row.has_path for row in rows])
    weight = _even(weight, label, np.ones(len(rows), dtype=bool), 1.0)
    weight = _even(weight, label, with_path, 1.0)
    weight = _even(weight, label, silent, SILENT_POWER)
    weight = np.where(label * np.array([bool(row.group) for row in rows]), MARKETPLACE, 1) * weight
    weight = _even(weight, label, np.ones(len(rows), dtype=bool), 1.0)
    return weight / weight.mean()


def _even(weight: Any, label: Any, where: Any, power: float) -> Any:
    """Raise the scams among some rows towards the weight of the honest ones among them."""
    scam, honest = where & (label == 1), where & (label == 0)
    if not scam.any() or not honest.any():
        return weight
    factor = (weight[honest].sum() / weight[scam].sum()) ** power
    return np.where(scam, weight * factor, weight)
