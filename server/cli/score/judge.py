"""From rows to outcomes: a case a row, one call of the core a batch, an error in its own row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from classifier.address import AddressError
from classifier.assess import assess_many
from classifier.case import Case
from classifier.extract import extract_page
from classifier.verdict import Verdict
from server.cli.cases import CaseError, case_of, strict_json
from server.cli.failure import fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server.cli.score.rows import Row

Outcome = tuple[str | None, float | None, str | None, str | None, str | None, str | None]
"""Values of the verdict columns, in the order of ``VERDICT_COLUMNS``."""


def judge(rows: Sequence[Row]) -> list[Outcome]:
    """Return one outcome a row, in order; no row can stop the others."""
    prepared = [_prepared(row) for row in rows]
    cases = [item for item in prepared if isinstance(item, Case)]
    answers = iter(_answers(cases))
    return [failed(item) if isinstance(item, str) else next(answers) for item in prepared]


def failed(error: str) -> Outcome:
    """Return the outcome of a row without a verdict."""
    return None, None, None, None, None, error


def _prepared(row: Row) -> Case | str:
    if row.problem:
        return row.problem
    try:
        return _case(row.values)
    except CaseError as error:
        return str(error)
    except AddressError as error:
        return f"/url: {error}"
    except Exception as error:  # noqa: BLE001 - told in the row
        return fault(error)


def _case(values: dict[str, Any]) -> Case:
    url = values.get("url")
    if not isinstance(url, str) or not url.strip():
        raise CaseError("/url: no text; every row needs a link")
    page = _page(values.get("page"))
    if page:
        return case_of(url, page)
    case = case_of(url)
    html = values.get("html")
    if html is None or html == "":
        return case
    if not isinstance(html, str):
        raise CaseError("/html: not text")
    return replace(case, page=extract_page(html, url))


def _page(value: object) -> object:
    """Return a page's structure; null counts as absent: Parquet fills every field of a struct."""
    if isinstance(value, str):
        if not value.strip():
            return None
        try:
            value = strict_json(value)
        except ValueError as error:
            raise CaseError(f"/page: {error}") from error
    return _without_null(value)


def _without_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_null(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_null(item) for item in value]
    return value


def _answers(cases: Sequence[Case]) -> Iterator[Outcome]:
    """Yield an outcome a case; a fault of the core costs its own row, not a run of hours."""
    done = 0
    while done < len(cases):
        try:
            for answer in assess_many(cases[done:]):
                yield _outcome(answer) if isinstance(answer, Verdict) else failed(f"/url: {answer}")
                done += 1
        except Exception as error:  # noqa: BLE001 - told in the row
            yield failed(fault(error))
            done += 1


def _outcome(verdict: Verdict) -> Outcome:
    return (
        verdict.level.value,
        verdict.score,
        ";".join(reason.id for reason in verdict.reasons),
        verdict.brand.id if verdict.brand else None,
        verdict.registrable_domain,
        None,
    )
