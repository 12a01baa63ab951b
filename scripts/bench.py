"""All benches with the machine they ran on: in process, over HTTP, ages, in the chat page.

.venv/bin/python scripts/bench.py
"""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import bench_ages
import bench_chat
import bench_core
import bench_http


def machine() -> str:
    """Return one line that says what the figures were measured on."""
    model = platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line for line in cpuinfo.read_text("utf-8").splitlines() if "model name" in line]
        model = names[0].split(":", 1)[1].strip() if names else model
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, {python}"


def main() -> int:
    """Run every bench and print its table; the chat bench needs a browser."""
    print(f"Machine: {machine()}\n")
    print(f"{bench_core.table(bench_core.measure())}\n", flush=True)
    print(f"{bench_http.table(bench_http.measure())}\n", flush=True)
    print(f"{bench_ages.table(bench_ages.measure())}\n", flush=True)
    print(bench_chat.table(bench_chat.run()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
