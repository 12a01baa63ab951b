from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdap_server import RdapServer
from whois_server import WhoisServer

from server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def whois() -> Iterator[WhoisServer]:
    with WhoisServer() as server:
        yield server


@pytest.fixture
def rdap() -> Iterator[RdapServer]:
    """The registry of ``.shop``; WHOIS is all that ``.ru`` has."""
    with RdapServer(["shop"]) as server:
        yield server


@pytest.fixture
def aged(tmp_path: Path, whois: WhoisServer, rdap: RdapServer) -> Callable[..., Settings]:
    """Make settings under which only the two local servers are asked."""

    def make(**more: object) -> Settings:
        bootstrap = tmp_path / "bootstrap.json"
        bootstrap.write_text(rdap.bootstrap(), encoding="utf-8")
        places = dict.fromkeys(("ru", "рф", "su", "shop", "com", "site"), whois.place)
        settings = {
            "data_dir": tmp_path / "data",
            "port": 0,
            "whois_overrides": places,
            "rdap_bootstrap": str(bootstrap),
            "whois_timeout_seconds": 1.0,
            "rdap_timeout_seconds": 1.0,
        }
        return Settings.model_validate({**settings, **more})

    return make
