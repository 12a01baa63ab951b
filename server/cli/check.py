"""``sverka check``: one link, judged and explained."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from classifier.address import AddressError
from classifier.assess import assess
from classifier.extract import extract_page
from classifier.verdict import Language
from server.api.answers import verdict_json
from server.cli.cases import CaseError, case_of
from server.cli.failure import Failure
from server.cli.render import print_verdict
from server.strict_json import JsonError, strict_json

if TYPE_CHECKING:
    from pathlib import Path

    from classifier.case import Case

HTML_EXTENSIONS = (".html", ".htm")
MAX_PAGE_BYTES = 32 * 1024 * 1024


def check(url: str, page: Path | None, language: str, *, as_json: bool) -> None:
    """Print the verdict on a link and, when given, the page behind it.

    Raises:
        Failure: the link is no web address, or the page file cannot be used.
    """
    chosen = Language(language)
    try:
        verdict = assess(_case(url, page), chosen)
    except AddressError as error:
        raise Failure(f"URL: {error}") from error
    if as_json:
        sys.stdout.buffer.write(verdict_json(verdict) + b"\n")
    else:
        print_verdict(verdict, chosen)


def _case(url: str, page: Path | None) -> Case:
    try:
        if page is None:
            return case_of(url)
        content = _content(page)
        if page.suffix.lower() in HTML_EXTENSIONS:
            return replace(case_of(url), page=extract_page(content, url))
        return case_of(url, _facts(page, content))
    except CaseError as error:
        told = str(error)
        raise Failure(
            f"{page}: {told}" if told.startswith("/page") else f"URL: {told.removeprefix('/url: ')}"
        ) from error


def _content(page: Path) -> bytes:
    if page.suffix.lower() not in (*HTML_EXTENSIONS, ".json"):
        raise Failure(f"{page}: unknown kind of page; give a .html file or PageFacts as .json")
    try:
        if page.stat().st_size > MAX_PAGE_BYTES:
            raise Failure(f"{page}: larger than {MAX_PAGE_BYTES // 1024**2} MiB")
        return page.read_bytes()
    except FileNotFoundError as error:
        raise Failure(f"{page}: no such file") from error
    except OSError as error:
        raise Failure(f"{page}: cannot be read ({error.strerror})") from error


def _facts(page: Path, content: bytes) -> dict[str, object]:
    try:
        facts = strict_json(content)
    except JsonError as error:
        raise Failure(f"{page}: {error}") from error
    if not isinstance(facts, dict):
        raise Failure(f'{page}: not a JSON object; PageFacts is {{"page": …, "forms": …}}')
    return facts
