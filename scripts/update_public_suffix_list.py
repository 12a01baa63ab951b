"""Renew the bundled Public Suffix List from the PyPI package that carries it.

Run it after ``uv lock --upgrade-package publicsuffixlist && uv sync``. The list keeps its own
licence header (MPL-2.0).
"""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

TARGET = Path(__file__).parents[1] / "classifier" / "data" / "public_suffix_list.dat"


def main() -> int:
    """Copy the list when it changed and say so."""
    fresh = files("publicsuffixlist").joinpath("public_suffix_list.dat").read_bytes()
    if b"===BEGIN ICANN DOMAINS===" not in fresh:
        print(
            "The installed publicsuffixlist package holds no list; reinstall it.", file=sys.stderr
        )
        return 1
    if TARGET.exists() and TARGET.read_bytes() == fresh:
        print("The bundled list is up to date.")
        return 0
    TARGET.write_bytes(fresh)
    print(f"Wrote {TARGET.name}: {len(fresh)} bytes.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
