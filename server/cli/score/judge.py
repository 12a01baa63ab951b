"""From rows to outcomes: a case a row, one call of the core a batch, an error in its own row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from classifier.address import AddressError, parse_address
from classifier.assess import assess_many
from classifier.extract import extract_page
from classifier.markup import PageError
from classifier.verdict import Verdict
from server.cli.cases import CaseError, case_of
from server.cli.failure import fault
from server.strict_json import JsonError, strict_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from classifier.case import Case
    from server.cli.score.rows import Row

Outcome = tuple[str | None, float | None, str | None, str | None, str | None, str | None]
"""Values of the verdict columns, in the order of ``VERDICT_COLUMNS``."""


NOWHERE = "https://page.invalid/"
"""Stands in for the address of a stored page that has none; a reserved name says nothing."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A row's case, if it makes one, and what is wrong with the row."""

    case: Case | None
    problem: str | None = None


def judge(rows: Sequence[Row]) -> list[Outcome]:
    """Return one outcome a row, in order; no row can stop the others.

    A stored page without a web address is judged by itself, and its row says so.
    """
    prepared = [_prepared(row) for row in rows]
    answers = iter(_answers([item.case for item in prepared if item.case]))
    return [
        _noted(next(answers), item.problem) if item.case else failed(item.problem or "")
        for item in prepared
    ]


def failed(error: str) -> Outcome:
    """Return the outcome of a row without a verdict."""
    return None, None, None, None, None, error


def _noted(outcome: Outcome, problem: str | None) -> Outcome:
    """Return the outcome of a page that stood nowhere: no domain, and the reason in ``error``."""
    return (*outcome[:4], None, problem) if problem else outcome


def _prepared(row: Row) -> _Prepared:
    if row.problem:
        return _Prepared(None, row.problem)
    try:
        return _without_address(row.values) or _Prepared(_case(row.values))
    except (CaseError, PageError) as error:
        return _Prepared(None, str(error))
    except AddressError as error:
        return _Prepared(None, f"/url: {error}")
    except Exception as error:  # noqa: BLE001 - told in the row
        return _Prepared(None, fault(error))


def _without_address(values: dict[str, Any]) -> _Prepared | None:
    """Return the case of a page whose ``url`` names a file or a corpus entry, not an address."""
    url = values.get("url")
    if not isinstance(url, str) or not (values.get("page") or values.get("html")):
        return None
    try:
        parse_address(url)
    except AddressError as error:
        case = _case({**values, "url": NOWHERE})
        return _Prepared(case, f"/url: {error} The page was judged without it.")
    return None


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
        except JsonError as error:
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
