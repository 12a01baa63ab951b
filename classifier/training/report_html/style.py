"""The page's style: one set of colours for light, one for dark; system fonts only."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ground: #fff; --ink: #1c2126; --faint: #5c6670;
  --line: #d8dde2; --c0: #1f5fbf; --c1: #c2410c; --c2: #157f4f; --c3: #7c3aad; --c4: #8a6a00;
  --c5: #b4236a; }
@media (prefers-color-scheme: dark) { :root { --ground: #14181c; --ink: #e6eaee;
  --faint: #a3adb7; --line: #39424b; --c0: #7fb0ff; --c1: #ff9d5c; --c2: #5fd39a;
  --c3: #c9a2f2; --c4: #e6c65a; --c5: #ff8fbe; } }
body { background: var(--ground); color: var(--ink); margin: 0;
  font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
h3 { font-size: 1rem; margin-bottom: .3rem; }
p, figcaption { max-width: 44rem; white-space: pre-line; }
code { overflow-wrap: anywhere; }
figure { margin: 1.5rem 0; } figcaption { margin-bottom: .4rem; }
svg { width: 100%; max-width: 44rem; height: auto; display: block; }
svg text { fill: var(--ink); font-size: 12px; }
.grid { stroke: var(--line); fill: none; } .guide { stroke: var(--faint); stroke-dasharray: 4 4; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.line.c0 { stroke: var(--c0); } .line.c1 { stroke: var(--c1); } .line.c2 { stroke: var(--c2); }
.line.c3 { stroke: var(--c3); } .line.c4 { stroke: var(--c4); } .line.c5 { stroke: var(--c5); }
.bar.c0, .dot.c0 { fill: var(--c0); } .bar.c1, .dot.c1 { fill: var(--c1); }
.bar.c2, .dot.c2 { fill: var(--c2); } .bar.c3, .dot.c3 { fill: var(--c3); }
.bar.c4, .dot.c4 { fill: var(--c4); } .bar.c5, .dot.c5 { fill: var(--c5); }
.line.c1 { stroke-dasharray: 8 3; } .line.c2 { stroke-dasharray: 2 3; }
.line.c3 { stroke-dasharray: 10 3 2 3; } .line.c4 { stroke-dasharray: 5 5; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .86rem; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); text-align: right;
  white-space: nowrap; }
th:first-child, td:first-child { text-align: left; white-space: normal; }
th { color: var(--faint); font-weight: 600; }
"""
