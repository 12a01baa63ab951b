"""``sverka age-servers update``: the public list of RDAP servers, renewed in the data folder."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from server.cli.failure import WORK_ERROR, Failure
from server.domain_age.rdap_bootstrap import (
    LIST_FILE,
    FetchError,
    fetch_list,
    present_list,
    write_list,
)
from server.domain_age.rdap_list import ListError, bundled_list, read_list
from server.errors import StartError
from server.net import AddressPolicy
from server.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from server.domain_age.rdap_list import ServerList
    from server.settings import Settings

PUBLIC_LIST = "https://data.iana.org/rdap/dns.json"

LEAST_ENDINGS = 1_000
"""The public list had 1,192 endings in November 2025, 1,200 in July 2026; far fewer is no list."""

SHOWN = 12
"""Endings that are named one by one."""


def update(url: str | None) -> None:
    """Fetch the list, keep it in the data folder when it is newer, and print what changed.

    Raises:
        Failure: it did not come, is damaged, far too short or older than the present one.
    """
    try:
        settings = load_settings()
        settings.create_data_dir()
    except StartError as error:
        raise Failure(str(error)) from error
    present = _present(settings.data_dir)
    text, fetched = _fetched(url or PUBLIC_LIST, settings)
    if url in {None, PUBLIC_LIST} and len(fetched.bases) < LEAST_ENDINGS:
        raise Failure(
            f"{PUBLIC_LIST}: has {len(fetched.bases)} endings where there were "
            f"{len(present.bases):,}; nothing was changed, try again another day",
            WORK_ERROR,
        )
    day = fetched.published.date()
    if fetched.published == present.published:
        print(f"The list of {day} is the present one: {len(present.bases):,} endings.")
        return
    if fetched.published < present.published:
        raise Failure(
            f"{url or PUBLIC_LIST}: its list is of {day}, the present one of "
            f"{present.published.date()}; nothing was changed, an older list has no effect",
            WORK_ERROR,
        )
    path = settings.data_dir / LIST_FILE
    try:
        write_list(path, text)
    except OSError as error:
        raise Failure(
            f"{path}: cannot be written ({error.strerror}); set SVERKA_DATA_DIR to a folder that "
            "this user may write to",
            WORK_ERROR,
        ) from error
    _tell(present, fetched)
    if settings.rdap_bootstrap:
        print("It has no effect as long as SVERKA_RDAP_BOOTSTRAP names another list.")


def _present(data_dir: Path) -> ServerList:
    """Return the list in force; a damaged one in the data folder is none, and gets replaced."""
    try:
        present = present_list(data_dir)
    except (ListError, OSError):
        present = None
    bundled = bundled_list()
    return present if present and present.published > bundled.published else bundled


def _fetched(url: str, settings: Settings) -> tuple[bytes, ServerList]:
    try:
        text = asyncio.run(fetch_list(url, AddressPolicy(settings.allowed_networks)))
        return text, read_list(text)
    except FetchError as error:
        raise Failure(f"{error}; the present list stays", WORK_ERROR) from error
    except ListError as error:
        raise Failure(
            f"{url}: is no list of RDAP servers: {error}; the present list stays", WORK_ERROR
        ) from error


def _tell(old: ServerList, new: ServerList) -> None:
    moved = [ending for ending, base in new.bases.items() if old.bases.get(ending, base) != base]
    print(
        f"The list of {new.published.date()} replaces that of {old.published.date()}: "
        f"{len(new.bases):,} endings."
    )
    _name("new", new.bases.keys() - old.bases.keys())
    _name("gone", old.bases.keys() - new.bases.keys())
    _name("at another server", moved)


def _name(what: str, endings: Iterable[str]) -> None:
    names = sorted(endings)
    if names:
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        print(f"{what}: {', '.join(names[:SHOWN])}{more}")
