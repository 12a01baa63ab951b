from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.training.datasets import formats
from classifier.training.datasets.catalogue import Source, read_catalogue
from classifier.training.datasets.entry import Ship
from classifier.training.datasets.formats import Listed, read_source
from classifier.training.files import CorpusError

if TYPE_CHECKING:
    from classifier.training.datasets.catalogue import Format

CATALOGUE = Path(__file__).parents[2] / "datasets" / "sources.toml"


def source(kind: Format, **more: Any) -> Source:
    told = {
        "id": "one",
        "title": "One",
        "url": "https://lists.example/one.txt",
        "format": kind,
        "label": "scam",
        "licence": "MIT",
        "ship": "yes",
        "rolling": True,
    }
    return Source.model_validate({**told, **more})


def read(tmp_path: Path, data: bytes, kind: Format, **more: Any) -> list[Listed]:
    path = tmp_path / "file"
    path.write_bytes(data)
    return list(read_source(path, source(kind, **more)))


def urls(rows: list[Listed]) -> list[str]:
    return [row.url for row in rows]


def test_a_plain_list(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf# head\n\na.example\n  b.example/x  # why\r\n! remark\n[Adblock]\n"
    assert urls(read(tmp_path, data, "list")) == ["a.example", "b.example/x"]


def test_a_hosts_file(tmp_path: Path) -> None:
    data = b"127.0.0.1 localhost\n0.0.0.0 a.example b.example # two\n\t0.0.0.0\tc.example\n#x y\n"
    assert urls(read(tmp_path, data, "hosts")) == ["a.example", "b.example", "c.example"]


def test_a_routing_list(tmp_path: Path) -> None:
    data = (
        b"a.example @ads\nfull:b.example\ndomain:c.example\ninclude:x\nregexp:^d\nkeyword:e\n#f\n"
    )
    assert urls(read(tmp_path, data, "rules")) == ["a.example", "b.example", "c.example"]


def test_a_table_with_a_head(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        b"day,url\n2026-01-02,https://a.example/\n",
        "csv",
        url_column="url",
        date_column="day",
    )
    assert rows == [Listed("https://a.example/", "2026-01-02")]


def test_a_table_without_a_head_and_with_rows_left_out(tmp_path: Path) -> None:
    rows = read(
        tmp_path,
        b"url,https://a.example/,#phishing #x\nip,192.0.2.1,#phishing\nurl,https://b.example/,#y\n",
        "csv",
        columns=["type", "value", "tags"],
        url_column="value",
        only={"type": ["url"], "tags": ["#phishing", "#scam"]},
    )
    assert urls(rows) == ["https://a.example/"]


def test_a_list_inside_json_inside_an_archive(tmp_path: Path) -> None:
    data = json.dumps({"blacklist": ["a.example", 5, "b.example"], "white": ["c.example"]}).encode()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo("package/src/config.json")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    rows = read(tmp_path, packed.getvalue(), "json", key="blacklist", member=member.name)
    assert urls(rows) == ["a.example", "b.example"]
    with pytest.raises(CorpusError, match="correct the entry one"):
        read(tmp_path, packed.getvalue(), "json", key="blacklist", member="package/other.json")


def test_gzip_is_unpacked_by_its_content(tmp_path: Path) -> None:
    assert urls(read(tmp_path, gzip.compress(b"a.example\n"), "list")) == ["a.example"]


@pytest.mark.parametrize(
    ("data", "kind", "more", "says"),
    [
        (gzip.compress(b"a.example\n" * 999)[:-9], "list", {}, "damaged or cut short"),
        (b"{", "json", {"key": "list"}, "does not read as json"),
        (b'{"list": 5}', "json", {"key": "list"}, "list is no list"),
        (b"[]", "json", {"key": "list"}, "does not read as json"),
        (b"a,b\n", "csv", {"url_column": "url"}, "no column url"),
        (b"x" * (formats.MAX_LINE + 1), "list", {}, "a line of"),
        (b"no archive", "json", {"key": "k", "member": "m"}, "damaged or cut short"),
    ],
)
def test_what_does_not_read_is_told_with_its_file(
    tmp_path: Path, data: bytes, kind: Format, more: dict[str, Any], says: str
) -> None:
    with pytest.raises(CorpusError, match=says) as caught:
        read(tmp_path, data, kind, **more)
    assert str(tmp_path) in str(caught.value)


def test_unpacking_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MAX_UNPACKED", 1000)
    with pytest.raises(CorpusError, match="after unpacking"):
        read(tmp_path, gzip.compress(b"a.example\n" * 1000), "list")


@given(
    data=st.binary(max_size=300),
    kind=st.sampled_from(["list", "hosts", "rules", "csv", "json"]),
    packed=st.booleans(),
)
def test_hostile_bytes_give_rows_or_one_kind_of_error(
    tmp_path_factory: pytest.TempPathFactory,
    data: bytes,
    kind: Format,
    packed: bool,  # noqa: FBT001
) -> None:
    needed = {"csv": {"url_column": "url"}, "json": {"key": "list"}}.get(kind, {})
    given_bytes = gzip.compress(data) if packed else data
    try:
        rows = read(tmp_path_factory.mktemp("hostile"), given_bytes, kind, **needed)
    except CorpusError:
        return  # any other error would fail the test
    assert all(isinstance(row.url, str) for row in rows)


def test_the_catalogue_reads_and_names_each_file_once() -> None:
    sources = read_catalogue(CATALOGUE)
    assert len({source.file for source in sources}) == len(sources) >= 20
    assert {source.label for source in sources} == {"scam", "honest"}
    assert {source.ship for source in sources} == set(Ship)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"rolling": False}, "either sha256 or rolling"),
        ({"sha256": "0" * 64}, "either sha256 or rolling"),
        ({"sha256": "xyz"}, "sha256"),
        ({"format": "csv"}, "needs url_column"),
        ({"format": "json"}, "needs the key"),
        ({"format": "zip"}, "format"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"id": "../x"}, "id"),
        ({"ship": "maybe"}, "ship"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_wrong_entry_is_told(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    entry = source("list").model_dump(mode="json", exclude_defaults=True) | change
    lines = [f"{key} = {json.dumps(value)}" for key, value in entry.items()]
    path = tmp_path / "sources.toml"
    path.write_text("\n".join(["[[source]]", *lines]), "utf-8")
    with pytest.raises(CorpusError, match=says) as caught:
        read_catalogue(path)
    assert str(path) in str(caught.value)


def test_a_catalogue_that_is_no_toml_or_names_one_twice_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text("[[source", "utf-8")
    with pytest.raises(CorpusError, match="no valid TOML"):
        read_catalogue(path)
    path.write_text(CATALOGUE.read_text("utf-8") * 2, "utf-8")
    with pytest.raises(CorpusError, match="named twice"):
        read_catalogue(path)
