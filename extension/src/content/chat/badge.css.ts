/** Style of the badge, inside its closed shadow root. */
export const BADGE_CSS = `
:host { all: initial !important; display: inline !important; color-scheme: light dark; }
* { box-sizing: border-box; }
button { all: unset; cursor: pointer; font: 600 12px/1.35 system-ui, sans-serif; }
.mark { display: inline-flex; align-items: center; gap: 4px; margin: 1px 0 1px 6px; padding: 2px 8px 2px 6px;
  border-radius: 999px; white-space: nowrap; vertical-align: baseline; border: 1px solid var(--edge); color: var(--ink);
  background: var(--fill); }
button:focus-visible { outline: 3px solid #1a73e8; outline-offset: 2px; }
svg { width: 13px; height: 13px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linejoin: round;
  stroke-linecap: round; flex: none; }
:host([data-level=danger]) { --fill: #b3261e; --ink: #fff; --edge: #b3261e; }
:host([data-level=caution]) { --fill: #ffe08a; --ink: #3d2a00; --edge: #8a6500; }
:host([data-level=clear]), :host([data-level=unknown]) { --fill: light-dark(#f3f4f6, #2b2f36);
  --ink: light-dark(#3c4350, #d5d9e0); --edge: light-dark(#9aa3b0, #6b7482); }
:host([data-level=official]) { --fill: light-dark(#e8f1fb, #16324f); --ink: light-dark(#0b4a86, #bcdcff);
  --edge: light-dark(#4a86c0, #4a86c0); }
.card { position: fixed; inset: auto; margin: 0; width: min(340px, calc(100vw - 16px)); max-height: 60vh; overflow: auto;
  padding: 14px 16px; border: 1px solid light-dark(#c5cad3, #4a515c); border-radius: 12px;
  background: light-dark(#fff, #1f2329); color: light-dark(#1b1f26, #e9ecf1); box-shadow: 0 8px 28px rgb(0 0 0 / .25);
  font: 400 14px/1.45 system-ui, sans-serif; text-align: left; white-space: normal; overflow-wrap: anywhere; }
.card h2 { margin: 0 28px 4px 0; font: 700 15px/1.3 system-ui, sans-serif; }
.card p { margin: 6px 0 0; }
.card ul { margin: 8px 0 0; padding: 0 0 0 18px; }
.card li + li { margin-top: 6px; }
.card .host { color: light-dark(#4c5361, #b3bac6); font-size: 13px; }
.card .close { position: absolute; top: 10px; right: 12px; padding: 2px 6px; border-radius: 6px; font-size: 16px; }
.card .close:hover { background: light-dark(#eceef2, #333943); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
