from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from rdap_server import RdapServer, Said, misbehaving

from server.cli import age_servers
from server.cli.age_servers import update
from server.cli.failure import Failure
from server.domain_age.rdap_bootstrap import LIST_FILE
from server.domain_age.rdap_list import bundled_list

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SVERKA_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def server() -> Iterator[RdapServer]:
    with RdapServer() as server:
        yield server


def serve(server: RdapServer, publication: str, **changed: str | None) -> str:
    """Serve the bundled list with some endings at other addresses, or (None) gone."""
    bases = {**bundled_list().bases, **changed}
    services = [[[ending], [base]] for ending, base in bases.items() if base]
    body = json.dumps({"publication": publication, "services": services}).encode()
    server.pages["/dns.json"] = Said(body=body)
    return f"http://{server.origin}/dns.json"


def test_a_newer_list_replaces_the_bundled_one_and_tells_what_changed(
    server: RdapServer, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = {"ru": "https://rdap.example/", "top": None, "com": "https://rdap.example/com/"}
    url = serve(server, "2026-11-20T00:00:00Z", **changed)
    update(url)
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "The list of 2026-11-20 replaces that of 2026-07-23: 1,200 endings.",
        "new: ru",
        "gone: top",
        "at another server: com",
    ]
    assert [path.name for path in data_dir.iterdir()] == [LIST_FILE]
    assert (data_dir / LIST_FILE).read_bytes() == server.pages["/dns.json"].body
    update(url)
    assert "The list of 2026-11-20 is the present one" in capsys.readouterr().out


def test_many_changes_are_counted(
    server: RdapServer, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = {f"ending{number:02}": "https://rdap.example/" for number in range(40)}
    update(serve(server, "2026-11-20T00:00:00Z", **changed))
    assert "ending11 and 28 more" in capsys.readouterr().out
    assert data_dir.is_dir()


def test_an_older_list_changes_nothing(server: RdapServer, data_dir: Path) -> None:
    with pytest.raises(Failure, match="its list is of 2020-01-01, the present one of 2026-07-23"):
        update(serve(server, "2020-01-01T00:00:00Z"))
    assert not (data_dir / LIST_FILE).exists()


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (Said(500), "the server answered 500; the present list stays"),
        (Said(body=b"<!doctype html>"), "is no list of RDAP servers: it is not JSON"),
        (misbehaving("close"), "the present list stays"),
    ],
)
def test_a_list_that_does_not_come_leaves_the_present_one(
    server: RdapServer, data_dir: Path, said: Said, says: str
) -> None:
    update(serve(server, "2026-11-20T00:00:00Z"))
    before = (data_dir / LIST_FILE).read_bytes()
    server.pages["/dns.json"] = said
    with pytest.raises(Failure, match=re.escape(says)) as caught:
        update(f"http://{server.origin}/dns.json")
    assert f"{server.origin}/dns.json" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (data_dir / LIST_FILE).read_bytes() == before


@pytest.mark.parametrize("url", ["", "dns.json", "ftp://rdap.example/dns.json", "http://"])
def test_an_address_that_is_none_is_told(
    data_dir: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(age_servers, "PUBLIC_LIST", "no address either")
    with pytest.raises(Failure, match="write https://HOST/PATH"):
        update(url)
    assert not list(data_dir.iterdir())


def test_a_public_list_that_shrank_is_not_believed(
    server: RdapServer, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {"publication": "2026-11-20T00:00:00Z", "services": [[["com"], ["https://r.example/"]]]}
    server.pages["/dns.json"] = Said(body=json.dumps(few).encode())
    url = f"http://{server.origin}/dns.json"
    monkeypatch.setattr(age_servers, "PUBLIC_LIST", url)
    with pytest.raises(Failure, match="has 1 endings where there were 1,200; nothing was changed"):
        update(None)
    assert not (data_dir / LIST_FILE).exists()


def test_a_damaged_list_is_replaced(server: RdapServer, data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / LIST_FILE).write_bytes(b"half a li")
    update(serve(server, "2026-11-20T00:00:00Z"))
    assert json.loads((data_dir / LIST_FILE).read_bytes())["publication"] == "2026-11-20T00:00:00Z"


def test_a_folder_that_cannot_be_used_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("SVERKA_DATA_DIR", str(tmp_path / "file" / "data"))
    with pytest.raises(Failure, match="SVERKA_DATA_DIR"):
        update("http://127.0.0.1:9/dns.json")
