"""Rebuild ``confusables.json``: the characters that read like an ASCII letter or digit.

    .venv/bin/python scripts/update_confusables.py confusables.txt

``confusables.txt`` is Unicode's own table (UTS #39, https://www.unicode.org/Public/security/).
Kept are lower-case characters that a host name can hold and whose prototype, without its marks,
is ASCII; letters that Unicode's names call a Latin letter with some stroke or hook join them.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from pathlib import Path

TARGET = Path(__file__).parents[1] / "classifier" / "data" / "confusables.json"

CATEGORIES = frozenset({"Ll", "Lo", "Lm", "Nd"})
"""What a host name can hold after lower-casing: letters without case or in lower case, digits."""

CORRECTIONS = dict(zip("ӏʟкмтнвьԍ", "llkmthbbg", strict=True))
"""Where the table follows another case's shape; browsers show hosts in lower case."""

_LINE = re.compile(r"([0-9A-F]+)\s*;\s*([0-9A-F ]+?)\s*;\s*MA")
_NAME = re.compile(r"LATIN (?:SMALL )?LETTER (?:SMALL CAPITAL )?([A-Z])(?: WITH .+)?")
_VERSION = re.compile(r"# Version: (\S+)")


def bare(text: str) -> str:
    """Return text in lower case without any marks."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in decomposed if unicodedata.category(char) != "Mn")


def possible(char: str) -> bool:
    """Tell whether a host name can hold the character as it stands."""
    return (
        not char.isascii()
        and unicodedata.category(char) in CATEGORIES
        and unicodedata.normalize("NFKC", char.lower()) == char
    )


def table(lines: list[str]) -> dict[str, str]:
    """Return character → ASCII, from Unicode's lines and names."""
    found = {}
    for match in filter(None, map(_LINE.match, lines)):
        char = chr(int(match[1], 16))
        prototype = bare("".join(chr(int(code, 16)) for code in match[2].split()))
        if possible(char) and prototype.isascii() and prototype.isalnum():
            found[char] = prototype
    for code in range(0x80, 0x2C80):
        char = chr(code)
        named = _NAME.fullmatch(unicodedata.name(char, ""))
        if named and possible(char) and not bare(char).isascii():
            found.setdefault(char, named[1].lower())
    return dict(sorted((found | CORRECTIONS).items()))


def main() -> int:
    """Write the table and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("confusables", type=Path)
    source = parser.parse_args().confusables.read_text("utf-8-sig")
    version = _VERSION.search(source)
    if version is None:
        print("The file has no line “# Version:”; give Unicode's confusables.txt.", file=sys.stderr)
        return 1
    chars = table(source.splitlines())
    content = {"unicode": version[1], "ascii": chars}
    TARGET.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", "utf-8")
    print(f"Wrote {TARGET.name}: {len(chars)} characters of Unicode {version[1]}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
