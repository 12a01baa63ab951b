"""Write ``datasets/small``: a made-up set on which training can be tried anywhere in a minute.

    python scripts/make_small_set.py           write the files
    python scripts/make_small_set.py --check   fail when they differ from what would be written

Scam links are composed from spellings of brands, words of lure, endings and throw-away shapes that
reports of such fraud describe; honest ones from official domains and from ordinary words. Nothing
was collected: whoever owns a name that came out of this by chance is not meant.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from pathlib import Path

from small_set_dice import Dice
from small_set_links import generic_scams, honest_links, honest_russian, marketplace_rows
from small_set_pages import pages

FOLDER = Path(__file__).resolve().parent.parent / "datasets" / "small"
LINK = ("url", "label", "source", "date")
MARKET = (*LINK, "group", "brands")
SOURCES = (
    ("sverka:made links", "scam"),
    ("sverka:made links", "honest"),
    ("sverka:official domains", "honest"),
    ("sverka:made pages", "scam"),
    ("sverka:made pages", "honest"),
)
LICENCE = "CC0-1.0"


def files() -> dict[str, str]:
    """Return the text of each file by its name; equal in every run."""
    dice = Dice("small set 1")
    links = [*generic_scams(dice, 450), *honest_links(dice)]
    return {
        "sources.tsv": _table(
            ("source", "label", "licence", "ship"),
            [(source, label, LICENCE, "yes") for source, label in SOURCES],
            "\t",
        ),
        "marketplace_train.csv.gz": _table(MARKET, marketplace_rows(dice, 450)),
        "urls_train.csv.gz": _table(LINK, links),
        "urls_benign_ru.csv.gz": _table(LINK, honest_russian(dice, 300)),
        "pages_train.jsonl.gz": _lines(pages(dice)),
    }


def main() -> int:
    """Write or compare the files; return the exit code."""
    made = files()
    if "--check" in sys.argv[1:]:
        odd = [name for name, text in made.items() if _read(FOLDER / name) != text]
        print(f"differ: {', '.join(odd)}" if odd else "datasets/small is up to date")
        return int(bool(odd))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        data = text.encode()
        packed = gzip.compress(data, mtime=0) if name.endswith(".gz") else data
        (FOLDER / name).write_bytes(packed)
        print(f"{name}: {text.count(chr(10)):,} lines, {len(packed):,} bytes")
    return 0


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]], delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(dict.fromkeys(rows))
    return text.getvalue()


def _lines(rows: list[dict[str, object]]) -> str:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _read(path: Path) -> str:
    if not path.is_file():
        return ""
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode()


if __name__ == "__main__":
    sys.exit(main())
