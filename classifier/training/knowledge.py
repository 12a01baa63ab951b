"""What verdicts rest on when a candidate model judges instead of the shipped one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from classifier.assess import Knowledge, default_knowledge, knowledge_of
from classifier.model import load_model

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model's file as it stood at one moment: written anew, it is another candidate."""

    path: Path
    written: int


def candidate(path: Path) -> Candidate:
    """Return the model that stands in a file now.

    Raises:
        ModelError: it cannot be used.
    """
    found = Candidate(path, path.stat().st_mtime_ns if path.is_file() else 0)
    knowledge_with(found)  # a bad file is refused here, not in another process
    return found


@cache
def knowledge_with(model: Candidate | None) -> Knowledge:
    """Return present rules and lists with a candidate, or with the shipped model; once a process.

    Raises:
        ModelError: the model cannot be used.
    """
    return default_knowledge() if model is None else knowledge_of(load_model(model.path))
