"""PageFacts as compact JSON text, as the API takes them; defaults are left out."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from classifier.case import Field, Flow, Form, PageFacts, PageInfo
from classifier.training.files import CorpusError


def page_text(facts: PageFacts) -> str:
    """Return the JSON text of a page; equal facts give equal text."""
    return json.dumps(
        {"v": 1, **_told(facts)}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def page_facts(text: str) -> PageFacts:
    """Return the page that ``page_text`` wrote.

    Raises:
        CorpusError: the text is no page.
    """
    try:
        value = json.loads(text)
        value.pop("v", None)
        forms = tuple(map(_form, value.pop("forms", ())))
        page = PageInfo(**_tuples(value.pop("page", {})))
        flow = value.pop("flow", None)
        return PageFacts(
            page=page,
            forms=forms,
            flow=Flow(**_tuples(flow)) if flow is not None else None,
            **_tuples(value),
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise CorpusError(f"no page of a corpus ({error}); build the corpus anew") from error


def _form(value: dict[str, Any]) -> Form:
    fields = tuple(Field(**field) for field in value.pop("fields", ()))
    return Form(fields=fields, **_tuples(value))


def _tuples(value: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(item) if isinstance(item, list) else item for key, item in value.items()}


def _told(value: Any) -> Any:
    """Return what of a frozen object differs from its defaults; lists keep all members."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        blank = type(value)()
        return {
            field.name: _told(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != getattr(blank, field.name)
        }
    return [_told(item) for item in value] if isinstance(value, tuple) else value
