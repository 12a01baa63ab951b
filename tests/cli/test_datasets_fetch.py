from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import TYPE_CHECKING

import pytest
from file_server import Served, serving

from server.cli.datasets.download import Limits
from server.cli.datasets.fetch import fetch
from server.cli.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BODY = b"".join(b"host%d.example\n" % number for number in range(20_000))
LIMITS = Limits(tries=3, backoff=0.001, max_bytes=1_000_000, max_seconds=30, silence=5)


@pytest.fixture(autouse=True)
def _ask_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVERKA_ALLOWED_NETWORKS", "127.0.0.0/8")


@pytest.fixture
def served() -> Served:
    return Served(BODY)


@pytest.fixture
def address(served: Served) -> Iterator[str]:
    with serving(served) as address:
        yield address


def catalogue(folder: Path, url: str, sha256: str | None = None) -> Path:
    fixed = f'sha256 = "{sha256}"' if sha256 else "rolling = true"
    path = folder / "sources.toml"
    path.write_text(
        f'[[source]]\nid = "hosts-of-a-test"\ntitle = "A test"\nurl = "{url}/list.txt"\n'
        f'format = "list"\nlabel = "scam"\nlicence = "MIT"\nship = "yes"\n{fixed}\n',
        "utf-8",
    )
    return path


def run(tmp_path: Path, url: str, sha256: str | None = None, mirror: Path | None = None) -> Path:
    out = tmp_path / "out"
    fetch(catalogue(tmp_path, url, sha256), out, mirror, [], LIMITS)
    return out / "hosts-of-a-test.txt"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_comes_whole_and_is_noted(tmp_path: Path, address: str) -> None:
    target = run(tmp_path, address)
    assert target.read_bytes() == BODY
    (noted,) = json.loads((target.parent / "fetch.lock.json").read_text("utf-8"))["files"].values()
    assert noted["sha256"] == hashlib.sha256(BODY).hexdigest()
    assert noted["bytes"] == len(BODY)
    assert names(target.parent) == ["fetch.lock.json", target.name]


def test_a_download_that_breaks_off_goes_on_where_it_stood(
    tmp_path: Path, served: Served, address: str
) -> None:
    served.breaks = [1000, 2000]
    assert run(tmp_path, address).read_bytes() == BODY
    assert [asked.get("range") for asked in served.asked] == [
        None,
        "bytes=1000-",
        "bytes=3000-",
    ]
    assert served.asked[1]["if-range"] == '"one"'


def test_the_next_run_goes_on_with_what_an_earlier_one_kept(
    tmp_path: Path, served: Served, address: str
) -> None:
    served.breaks = [5000, 0, 0, 0]
    with pytest.raises(Failure, match="did not come"):
        run(tmp_path, address)
    served.breaks, served.asked = [], []
    assert run(tmp_path, address).read_bytes() == BODY
    assert served.asked[0]["range"] == "bytes=5000-"


def test_a_file_that_changed_meanwhile_comes_anew(
    tmp_path: Path, served: Served, address: str
) -> None:
    served.breaks = [5000, 0, 0, 0]
    with pytest.raises(Failure):
        run(tmp_path, address)
    served.breaks, served.body, served.etag = [], BODY[::-1], '"two"'
    assert run(tmp_path, address).read_bytes() == BODY[::-1]


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_a_firm_mark_nothing_is_joined(
    tmp_path: Path, served: Served, address: str, etag: str
) -> None:
    served.etag, served.breaks = etag, [1000]
    assert run(tmp_path, address).read_bytes() == BODY
    assert all("range" not in asked for asked in served.asked)


def test_a_server_that_cannot_resume_sends_all_again(
    tmp_path: Path, served: Served, address: str
) -> None:
    served.ranges, served.breaks = False, [1000]
    assert run(tmp_path, address).read_bytes() == BODY


def test_a_kept_part_that_is_too_long_is_thrown_away(
    tmp_path: Path, served: Served, address: str
) -> None:
    served.breaks = [5000, 0, 0, 0]
    with pytest.raises(Failure):
        run(tmp_path, address)
    served.breaks, served.body = [], BODY[:100]
    assert run(tmp_path, address).read_bytes() == BODY[:100]


def test_a_fault_of_the_server_is_waited_out(tmp_path: Path, served: Served, address: str) -> None:
    served.statuses = [500, 503]
    assert run(tmp_path, address).read_bytes() == BODY


def test_a_fault_that_lasts_is_told(
    tmp_path: Path, served: Served, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    served.statuses = [500] * 10
    with pytest.raises(Failure, match="1 of 1 sources did not come: hosts-of-a-test"):
        run(tmp_path, address)
    assert "gave up after 3 attempts (the server answered 500)" in capsys.readouterr().err
    assert len(served.asked) == LIMITS.tries


def test_a_missing_file_is_told_at_once(
    tmp_path: Path, served: Served, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    served.statuses = [404]
    with pytest.raises(Failure):
        run(tmp_path, address)
    assert "answered 404; look whether the source has moved" in capsys.readouterr().err
    assert len(served.asked) == 1


def test_a_wrong_checksum_keeps_both_files(
    tmp_path: Path, served: Served, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    right = hashlib.sha256(BODY).hexdigest()
    target = run(tmp_path, address, right)
    served.body = b"something else"
    target.write_bytes(b"an older file")
    with pytest.raises(Failure):
        run(tmp_path, address, right)
    assert f"instead of {right}; the file is kept as" in capsys.readouterr().err
    assert target.read_bytes() == b"an older file"
    assert target.with_name(f"{target.name}.wrong").read_bytes() == b"something else"


def test_a_fixed_file_that_is_there_is_not_asked_for(
    tmp_path: Path, served: Served, address: str
) -> None:
    right = hashlib.sha256(BODY).hexdigest()
    run(tmp_path, address, right)
    asked = len(served.asked)
    run(tmp_path, address, right)
    assert len(served.asked) == asked


def test_a_feed_that_has_not_changed_is_not_sent_again(
    tmp_path: Path, served: Served, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, address)
    run(tmp_path, address)
    assert "has not changed" in capsys.readouterr().err
    served.body, served.etag = b"new.example\n", '"two"'
    assert run(tmp_path, address).read_bytes() == b"new.example\n"


@pytest.mark.parametrize("endless", [True, False])
def test_too_large_a_body_is_cut(
    tmp_path: Path,
    served: Served,
    address: str,
    capsys: pytest.CaptureFixture[str],
    endless: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    served.endless = endless
    served.body = b"x" * (LIMITS.max_bytes + 1)
    with pytest.raises(Failure):
        run(tmp_path, address)
    assert "sends more than 1.0 MB" in capsys.readouterr().err
    assert not list((tmp_path / "out").glob("*.part"))


def test_redirects_end(
    tmp_path: Path, served: Served, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    served.location = "/again"
    with pytest.raises(Failure):
        run(tmp_path, address)
    assert "redirect" in capsys.readouterr().err
    assert len(served.asked) <= 6


def test_a_source_on_a_private_network_is_not_asked(
    tmp_path: Path,
    served: Served,
    address: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SVERKA_ALLOWED_NETWORKS")
    with pytest.raises(Failure):
        run(tmp_path, address)
    assert "add its network to SVERKA_ALLOWED_NETWORKS" in capsys.readouterr().err
    assert not served.asked


def test_a_redirect_into_a_private_network_is_not_followed(
    tmp_path: Path, served: Served, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    served.location = "http://169.254.169.254/latest/"
    with pytest.raises(Failure):
        run(tmp_path, address)
    assert "169.254.169.254: leads to 169.254.169.254" in capsys.readouterr().err
    assert len(served.asked) == 1


def test_a_server_that_drips_is_left_when_the_time_is_up(
    tmp_path: Path, served: Served, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    served.drips = True
    limits = dataclasses.replace(LIMITS, max_seconds=0.5)
    with pytest.raises(Failure):
        fetch(catalogue(tmp_path, address), tmp_path / "out", None, [], limits)
    assert "not done after 0.5 s; run the command again later" in capsys.readouterr().err


def test_a_mirror_gives_files_by_name_and_is_checked_too(tmp_path: Path, address: str) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    with pytest.raises(Failure):
        run(tmp_path, address, mirror=mirror)
    (mirror / "hosts-of-a-test.txt").write_bytes(b"a.example\n")
    assert run(tmp_path, address, mirror=mirror).read_bytes() == b"a.example\n"
    with pytest.raises(Failure):
        run(tmp_path, address, "0" * 64, mirror)


def test_an_unknown_id_and_a_missing_catalogue_are_told(tmp_path: Path, address: str) -> None:
    with pytest.raises(Failure, match="unknown source other; known are hosts-of-a-test"):
        fetch(catalogue(tmp_path, address), tmp_path / "out", None, ["other"], LIMITS)
    with pytest.raises(Failure, match="no such file; name it with --sources"):
        fetch(tmp_path / "none.toml", tmp_path / "out", None, [], LIMITS)
