"""What is told of settings: the table of all of them, and variables that look like one."""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from server.settings import PREFIX, Settings

NEAR = 0.7
"""Likeness (0 to 1) from which a name counts as misspelt: PROT for PORT is 0.75."""


def misspelt_settings() -> list[str]:
    """Return a sentence for each variable that looks like a setting, yet is none."""
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    found = []
    for given in sorted(os.environ):
        name = given.upper()
        if not name.startswith(PREFIX) or given in known:
            continue
        bare = [row.removeprefix(PREFIX) for row in known]
        near = difflib.get_close_matches(name.removeprefix(PREFIX), bare, n=1, cutoff=NEAR)
        if near:
            found.append(
                f"{given} is no setting and has no effect; did you mean {PREFIX}{near[0]}?"
            )
    return found


def settings_table() -> str:
    """Return the Markdown table of every setting, as it stands in ``docs/settings.md``."""
    rows = ["| Variable | Values | Default | Unit | Meaning |", "|---|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        default = extra.get("shown") or f"`{field.default}`"
        cells = (
            f"`{PREFIX}{name.upper()}`",
            _values(field.annotation),
            default,
            extra.get("unit"),
            field.description,
        )
        rows.append(f"| {' | '.join(str(cell or '') for cell in cells)} |")
    return "\n".join(rows) + "\n"


def _values(annotation: Any) -> str:
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(annotation))
    if get_origin(annotation) is dict:
        return "JSON object"
    if annotation is bool:
        return "`true`, `false`"
    return {int: "whole number", float: "number", Path: "folder"}.get(annotation, "text")
