"""What the extension costs a busy chat: Chromium with and without it on one page, medians of 3.

Run ``python scripts/bench_chat.py`` for a Markdown table, or import ``run``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "e2e"))

from harness import places, product
from harness.chromium import Chromium, launch
from harness.driver import BrowserMissingError
from harness.service import Service, service
from harness.web import Web, replica

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

RUNS = 3
CLICKS = 25
SETTLE_MS = 1200
"""Long enough for the first idle callback and the first answers."""

ROWS = {
    "first_scan_ms": "first scan of 2,000 messages (200 links), ms",
    "first_scan_turn_ms": "longest turn of that scan, ms",
    "callback_max_ms": "worst observer callback under 600 more, ms",
    "callback_sum_ms": "all observer callbacks, ms",
    "callbacks": "observer callbacks, number",
    "script_ms": "page ScriptDuration under load, ms",
    "task_ms": "page TaskDuration under load, ms",
    "long_tasks": "long tasks > 50 ms, number",
    "event_worst_ms": "worst click, ms",
    "badges": "badges in the page, number",
}
OF_THE_EXTENSION = (
    "first_scan_ms",
    "first_scan_turn_ms",
    "callback_max_ms",
    "callback_sum_ms",
    "callbacks",
    "badges",
)


def metrics(session: CDPSession) -> dict[str, float]:
    """Chromium's own counters for a page, since its ``Performance`` domain was enabled."""
    found = session.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in found}


def marks(page: Any, name: str) -> list[float]:
    """Durations of the extension's own timing marks; test builds alone make them."""
    found: list[float] = page.evaluate(
        f"performance.getEntriesByName('{name}', 'measure').map((e) => e.duration)"
    )
    return found


def measure(page: Any) -> dict[str, float]:
    """Open the long chat, let messages pour in, click meanwhile."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(places.BENCH_CHAT)
    page.wait_for_timeout(SETTLE_MS)
    before = metrics(session)
    page.evaluate("void (window.done = burst())")
    for _ in range(CLICKS):
        page.mouse.click(30, 15)
        page.wait_for_timeout(90)
    page.evaluate("done")
    page.wait_for_timeout(SETTLE_MS)
    after = metrics(session)
    scan = marks(page, "sverka:scan")
    callbacks = marks(page, "sverka:mutation")
    return {
        "first_scan_ms": sum(scan),
        "first_scan_turn_ms": max(scan, default=0.0),
        "callback_max_ms": max(callbacks, default=0.0),
        "callback_sum_ms": sum(callbacks),
        "callbacks": len(callbacks),
        "script_ms": 1000 * (after["ScriptDuration"] - before["ScriptDuration"]),
        "task_ms": 1000 * (after["TaskDuration"] - before["TaskDuration"]),
        "long_tasks": page.evaluate("seen.longTasks.length"),
        "event_worst_ms": page.evaluate("Math.max(0, ...seen.interactions)"),
        "badges": page.locator("sverka-badge").count(),
    }


def once(web: Web, sverka: Service | None) -> dict[str, float]:
    """One start of Chromium; without a service also without the extension."""
    extension = product.build("chrome-test") if sverka else None
    with launch(web.port, extension) as context:
        if sverka:
            browser = Chromium(context)
            product.configure(browser, sverka.url)
        page = context.new_page()
        result = measure(page)
    if sverka and not result["first_scan_ms"]:
        raise RuntimeError("no sverka:scan mark in the page: is dist/chrome-test a test build?")
    return result


def run() -> dict[str, dict[str, float]]:
    """Medians of three runs: ``{"without": {...}, "with": {...}}``, keys as in ``ROWS``.

    Raises:
        BrowserMissingError: no Chromium here.
        NotBuiltError: ``extension/dist/chrome-test`` is missing.
    """
    with tempfile.TemporaryDirectory(prefix="sverka-bench-") as folder:
        root = Path(folder)
        with replica(root) as web, service(root / "data") as sverka:
            samples = {
                "without": [once(web, None) for _ in range(RUNS)],
                "with": [once(web, sverka) for _ in range(RUNS)],
            }
    return {
        name: {key: round(statistics.median(r[key] for r in results), 2) for key in ROWS}
        for name, results in samples.items()
    }


def table(result: dict[str, dict[str, float]]) -> str:
    """The result of ``run`` as a Markdown table."""
    lines = ["| chat page, Chromium | without | with Sverka |", "|---|---:|---:|"]
    for key, label in ROWS.items():
        without = "–" if key in OF_THE_EXTENSION else f"{result['without'][key]:g}"
        lines.append(f"| {label} | {without} | {result['with'][key]:g} |")
    return "\n".join(lines)


def main() -> int:
    """Print the table; 1 with a plain sentence where something is missing."""
    try:
        print(table(run()))
    except (BrowserMissingError, product.NotBuiltError, RuntimeError) as error:
        print(f"bench_chat: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
