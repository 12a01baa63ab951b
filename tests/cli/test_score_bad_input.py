"""Bad rows get an error and the rest goes on; bad files are refused, and nothing is lost."""

from __future__ import annotations

import csv
import gzip
import io
import os
import signal
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cli_tables import SCAM, SHOP, SVERKA, read_table, write_csv, write_jsonl
from hypothesis import given, settings
from hypothesis import strategies as st

from server.cli.score.csv_records import Damage, records
from server.cli.score.rows import MAX_FIELD_BYTES
from server.cli.score.run import score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

JSONL_LINES = {
    b"{": "line 2: not JSON",
    b"[1]": "line 2: not a JSON object",
    b'"https://shop.example"': "line 2: not a JSON object",
    b'{"url": NaN}': "line 2: not JSON: NaN",
    b'{"url": "\xff"}': "line 2: not UTF-8",
    b"[" * 100_000: "line 2: not readable as JSON: nested too deeply",
    b'{"n": ' + b"9" * 5000 + b"}": "line 2: ",
    b"{}": "/url: no text",
    b'{"url": 5}': "/url: no text",
    b'{"url": " "}': "/url: no text",
    b'{"url": "javascript:alert(1)"}': "/url",
    b'{"url": "\\ud800.example"}': "/url",
    b'{"url": "https://shop.example", "page": "{"}': "/page: not JSON",
    b'{"url": "https://shop.example", "page": [1]}': "/page",
    b'{"url": "https://shop.example", "page": {"typed": "1"}}': "/page/typed: Unknown field",
    b'{"url": "https://shop.example", "page": {"forms": [{"fields": [{"tag": 1}]}]}}': (
        "/page/forms/0/fields/0/tag"
    ),
    b'{"url": "https://shop.example", "html": 7}': "/html: not text",
}


@pytest.mark.parametrize("line", JSONL_LINES, ids=lambda line: repr(line[:40]))
@pytest.mark.parametrize("after", [".jsonl", ".csv", ".parquet"])
def test_a_bad_line_gets_its_error_and_the_rest_goes_on(
    line: bytes, after: str, tmp_path: Path
) -> None:
    good = b'{"url": "https://shop.example"}'
    (tmp_path / "in.jsonl").write_bytes(b"\n".join([good, line, b"", good]))
    score(tmp_path / "in.jsonl", tmp_path / f"out{after}")
    before, bad, behind = read_table(tmp_path / f"out{after}")
    assert JSONL_LINES[line] in bad["error"]
    if bad["error"].startswith("line 2: not JSON:") and b"\xff" not in line:
        assert bad["url"] == line.decode()
    assert not bad["level"]
    assert before["level"]
    assert before["level"] == behind["level"]
    assert not before["error"]


CSV_LINES = {
    b",x": "/url: no text",
    b"https://shop.example,x,y": "3 cells under 2 columns",
    b'"https://shop.example"x,y': "damaged CSV",
    b"https://shop.example,\xcf\xf0\xe8": "not UTF-8",
    b"https://" + b"a" * 100_000 + b".example,": "/url",
    b"http://exa mple/,": "/url",
}


@pytest.mark.parametrize("line", CSV_LINES, ids=lambda line: repr(line[:40]))
def test_a_bad_csv_line_gets_its_error_and_the_rest_goes_on(line: bytes, tmp_path: Path) -> None:
    good = b"https://shop.example,n"
    (tmp_path / "in.csv").write_bytes(b"\r\n".join([b"url,note", good, line, b"", good, b""]))
    score(tmp_path / "in.csv", tmp_path / "out.jsonl")
    before, bad, behind = read_table(tmp_path / "out.jsonl")
    assert CSV_LINES[line] in bad["error"]
    assert bad["level"] is None
    assert before == behind
    assert before["level"]


def scored_csv(tmp_path: Path, content: str) -> list[dict[str, Any]]:
    (tmp_path / "in.csv").write_bytes(content.encode())
    score(tmp_path / "in.csv", tmp_path / "out.csv")
    return read_table(tmp_path / "out.csv")


OPEN_QUOTES = {
    "to the end": ('"unclosed,2\nhttps://b.example,3\nhttps://c.example,4', 1),
    "up to another cell": ('"unclosed,2\nhttps://b.example,"x"\nhttps://c.example,4\n', 1),
    "in a later cell": ('https://u.example,"2\nhttps://b.example,3\nhttps://c.example,4\n', 1),
    "several": (f'"u,2\n{SHOP},1\n"v,2\nhttps://b.example,3\n"w\nhttps://c.example,', 3),
    "in the last line": ('https://b.example,3\nhttps://c.example,4\n"u', 1),
    "CR LF": ('"unclosed,2\r\nhttps://b.example,3\r\nhttps://c.example,4\r\n', 1),
}


@pytest.mark.parametrize("name", OPEN_QUOTES)
def test_an_open_quote_costs_its_own_line_only(name: str, tmp_path: Path) -> None:
    content, bad = OPEN_QUOTES[name]
    rows = scored_csv(tmp_path, f"url,n\nhttps://a.example/x,1\n{content}")
    domains = [row["registrable_domain"] for row in rows]
    for domain in ("a.example", "b.example", "c.example"):
        assert domains.count(domain) == 1
    damaged = [row for row in rows if "not closed" in row["error"]]
    assert len(damaged) == bad
    assert damaged[0]["url"] in content.splitlines()
    number = int(damaged[0]["error"].split(":")[0].removeprefix("line "))
    assert content.splitlines()[number - 3] == damaged[0]["url"]


def test_cells_of_many_lines_behind_an_open_quote_are_read(tmp_path: Path) -> None:
    content = f'url,n\n"open,1\n{SHOP},2\n{SHOP},"three\nlines ""of""\ntext"\n{SHOP},4\n'
    rows = scored_csv(tmp_path, content)
    assert [row["n"] for row in rows] == ["", "2", 'three\nlines "of"\ntext', "4"]
    assert [bool(row["error"]) for row in rows] == [True, False, False, False]


def test_cells_beyond_the_columns_are_kept_in_the_last(tmp_path: Path) -> None:
    (row,) = scored_csv(tmp_path, f"url,n\n{SHOP},x,y,z\n")
    assert (row["url"], row["n"]) == (SHOP, "x,y,z")
    assert "4 cells under 2 columns" in row["error"]


@pytest.mark.parametrize("line", ['x","y\n', '"x\n', 'a,"b""\n', '"""\n', '","\n'])
def test_many_open_quotes_take_time_as_the_file_is_long(line: str) -> None:
    taken = 0

    class Counted:
        def __init__(self, lines: Iterator[str]) -> None:
            self.lines = lines

        def __iter__(self) -> Counted:
            return self

        def __next__(self) -> str:
            nonlocal taken
            one = next(self.lines)
            taken += 1
            return one

    reader = csv.reader
    count = 3000
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv, "reader", lambda lines, strict: reader(Counted(lines), strict=strict))
        found = list(records(io.BytesIO(line.encode() * count)))
    texts = [one.text for one in found if isinstance(one, Damage)]
    assert len(found) >= count // 2
    assert all(text == line.strip() for text in texts)
    assert taken <= 3 * count + 3


@settings(max_examples=200, deadline=None)
@given(st.text('a",\n', max_size=60))
def test_no_character_of_a_csv_is_lost(text: str) -> None:
    kept = "".join(
        one.text if isinstance(one, Damage) else "".join(one)
        for one in records(io.BytesIO(text.encode()))
    )
    assert kept.count("a") == text.count("a")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.text('a",\n\r', max_size=6), min_size=1, max_size=3), max_size=8))
def test_every_valid_csv_is_read_as_the_standard_library_does(rows: list[list[str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows(rows)
    assert list(records(io.BytesIO(stream.getvalue().encode()))) == rows


def test_marks_line_ends_and_short_rows_of_other_programs_are_read(tmp_path: Path) -> None:
    content = f'\ufeffurl,note\r\n{SHOP},"two\r\nlines"\r\n{SHOP}\r\n'
    (tmp_path / "in.csv").write_bytes(content.encode())
    score(tmp_path / "in.csv", tmp_path / "out.jsonl")
    first, second = read_table(tmp_path / "out.jsonl")
    assert (first["url"], first["note"], first["error"]) == (SHOP, "two\r\nlines", None)
    assert second["error"] is None


def test_a_cell_without_end_is_one_bad_row(tmp_path: Path) -> None:
    with (tmp_path / "in.csv").open("wb") as stream:
        stream.write(f"url,note\n{SHOP},".encode() + b"x" * (MAX_FIELD_BYTES + 10) + b"\n")
        stream.write(f"{SHOP},fine\n".encode())
    score(tmp_path / "in.csv", tmp_path / "out.jsonl")
    rows = read_table(tmp_path / "out.jsonl")
    assert "damaged CSV" in rows[0]["error"]
    assert rows[0]["url"] == ""
    assert (rows[-1]["note"], rows[-1]["error"]) == ("fine", None)


def test_a_line_without_end_is_one_bad_row(tmp_path: Path) -> None:
    with (tmp_path / "in.jsonl").open("wb") as stream:
        stream.write(b'{"url": "' + b"x" * (2 * MAX_FIELD_BYTES) + b'"}\n')
        stream.write(b'{"url": "https://shop.example"}\n')
    score(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    rows = read_table(tmp_path / "out.jsonl")
    assert [row["error"] and row["error"][:14] for row in rows] == ["line 1: longer", None]


def files(tmp_path: Path) -> dict[str, tuple[Path, str]]:
    """Return files that no run can start from, with what the refusal must name."""
    packed = gzip.compress(f"url\n{SHOP}\n".encode() * 5000)
    content = {
        "absent.csv": (None, "no such file"),
        "empty.csv": (b"", "empty"),
        "table.xlsx": (b"x", ".csv, .csv.gz, .jsonl, .jsonl.gz, .parquet"),
        "links.csv": (b"link,label\nx,1\n", "rename 'link'"),
        "upper.csv": (b"URL\nx\n", "rename 'URL'"),
        "semicolon.csv": (b"url;label\nx;1\n", "separate the columns by commas"),
        "twice.csv": (b"url,a,a\nx,1,2\n", "two columns are called 'a'"),
        "utf16.csv": ("url\nx\n".encode("utf-16"), "UTF-16"),
        "header.csv": (b"url,\xcf\xf0\n", "iconv"),
        "packed.csv": (packed, "rename the file to packed.csv.gz"),
        "plain.csv.gz": (b"url\nx\n", "the name says gzip"),
        "cut.jsonl.gz": (gzip.compress(b'{"url": "x"}\n' * 9999)[:-20], "damaged or cut short"),
        "nourl.jsonl": (b'{"link": "x"}\n', "no column 'url' among 'link'"),
        "text.parquet": (b"url\nx\n", "not a readable Parquet file"),
        "cut.parquet": (b"PAR1" + b"x" * 100, "not a readable Parquet file"),
    }
    made = {}
    for name, (data, message) in content.items():
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        made[name] = (path, message)
    pq.write_table(pa.table({"a": [1]}), tmp_path / "nourl.parquet")
    made["nourl.parquet"] = (tmp_path / "nourl.parquet", "no column 'url'")
    return made


NAMES = (
    "absent.csv",
    "empty.csv",
    "table.xlsx",
    "links.csv",
    "upper.csv",
    "semicolon.csv",
    "twice.csv",
    "utf16.csv",
    "header.csv",
    "packed.csv",
    "plain.csv.gz",
    "cut.jsonl.gz",
    "nourl.jsonl",
    "text.parquet",
    "cut.parquet",
    "nourl.parquet",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_bad_file_is_refused_by_name(
    name: str, tmp_path: Path, sverka: Callable[..., Any]
) -> None:
    path, message = files(tmp_path)[name]
    old = tmp_path / "out.csv"
    old.write_text("precious")
    done = sverka("score", path, "--out", old)
    assert done.code in (1, 2)
    assert str(path) in done.err
    assert message in done.err
    assert "Traceback" not in done.err
    assert old.read_text() == "precious"
    assert not list(tmp_path.glob(".*.part"))


def test_an_archive_cut_in_the_middle_leaves_the_old_output(
    tmp_path: Path, sverka: Callable[..., Any]
) -> None:
    lines = b"".join(b"https://h%d.example/\n" % n for n in range(20_000))
    (tmp_path / "in.csv.gz").write_bytes(gzip.compress(b"url\n" + lines)[:-3000])
    (tmp_path / "out.csv").write_text("precious")
    done = sverka("score", tmp_path / "in.csv.gz", "--out", tmp_path / "out.csv")
    assert done.code == 1
    assert "cut short" in done.err
    assert (tmp_path / "out.csv").read_text() == "precious"
    assert not list(tmp_path.glob(".*.part"))


def test_output_over_input_is_refused(tmp_path: Path, sverka: Callable[..., Any]) -> None:
    source = write_csv(tmp_path / "in.csv", "url", SHOP)
    (tmp_path / "link.csv").symlink_to(source)
    for target in (source, tmp_path / "link.csv", tmp_path / "." / "in.csv"):
        done = sverka("score", source, "--out", target)
        assert done.code == 2
        assert "the same file" in done.err
    assert source.read_text() == f"url\n{SHOP}\n"


def test_a_place_that_cannot_take_the_output_is_told_before_work(
    tmp_path: Path, sverka: Callable[..., Any]
) -> None:
    source = write_csv(tmp_path / "in.csv", "url", SHOP)
    (tmp_path / "folder.csv").mkdir()
    assert (
        "the folder does not exist" in sverka("score", source, "--out", tmp_path / "no/o.csv").err
    )
    (tmp_path / "plain").write_text("")
    os.mkfifo(tmp_path / "pipe.csv")
    for target, says in {
        "/proc/x.csv": "no file can be made in /proc",
        tmp_path / "plain" / "x.csv": "the folder does not exist",
        tmp_path / "pipe.csv": "is no plain file",
        tmp_path / ("x" * 300 + ".csv"): "File name too long",
    }.items():
        done = sverka("score", source, "--out", target)
        assert done.code in (1, 2)
        assert f"{target}: " in done.err
        assert says in done.err
    assert "is a folder" in sverka("score", source, "--out", tmp_path / "folder.csv").err
    assert "must end in one of" in sverka("score", source, "--out", tmp_path / "out.txt").err
    assert "Missing option" in sverka("score", source).err


def test_only_damaged_lines_make_only_errors(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"{\n[\n")
    score(tmp_path / "in.jsonl", tmp_path / "out.csv")
    assert [bool(row["error"]) for row in read_table(tmp_path / "out.csv")] == [True, True]


def test_no_rows_make_no_rows(tmp_path: Path) -> None:
    for name, content in {"a.csv": "url\n", "b.jsonl": "\n"}.items():
        (tmp_path / name).write_text(content)
        for after in (".csv", ".jsonl", ".parquet"):
            score(tmp_path / name, tmp_path / f"out{after}")
            assert read_table(tmp_path / f"out{after}") == []


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", ["out.csv", "out.jsonl.gz", "out.parquet"])
def test_an_interrupted_run_leaves_what_was_there(
    stop: signal.Signals, name: str, tmp_path: Path
) -> None:
    source = write_csv(
        tmp_path / "in.csv", "url", *[f"https://h{n}.example/" for n in range(300_000)]
    )
    target = tmp_path / name
    target.write_text("precious")
    run = subprocess.Popen([SVERKA, "score", source, "--out", target], stderr=subprocess.PIPE)
    while not list(tmp_path.glob(f".{name}.*.part")):
        assert run.poll() is None, run.communicate()
        time.sleep(0.02)
    run.send_signal(stop)
    _, err = run.communicate(timeout=30)
    assert run.returncode in (130, 143)
    assert b"Traceback" not in err
    assert b"ignored" not in err
    assert target.read_text() == "precious"
    assert not list(tmp_path.glob(".*.part"))


def test_no_bar_without_a_terminal_but_a_summary(
    tmp_path: Path, sverka: Callable[..., Any]
) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", {"url": SCAM}, {"url": ""})
    done = sverka("score", source, "--out", tmp_path / "out.csv")
    assert (done.code, done.out) == (0, "")
    assert "\x1b" not in done.err
    assert done.err.startswith("2 rows in ")
    assert "errors 1" in done.err


def test_a_bar_on_a_terminal(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "in.csv", "url", *[SHOP] * 3000)
    leader, follower = os.openpty()
    env = dict(os.environ, TERM="xterm", COLUMNS="100")
    command = [SVERKA, "score", source, "--out", tmp_path / "out.csv"]
    run = subprocess.Popen(command, stdout=follower, stderr=follower, env=env)
    os.close(follower)
    shown = b""
    try:
        while chunk := os.read(leader, 65536):
            shown += chunk
    except OSError:  # the other end of the terminal is closed
        pass
    os.close(leader)
    assert run.wait(timeout=30) == 0
    assert b"scoring" in shown
    assert b"3000 rows in" in shown
