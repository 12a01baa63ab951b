/** The browser's extension interface under its one name; Firefox has `browser`, Chromium `chrome`. */
const root = globalThis as unknown as { browser?: typeof chrome; chrome: typeof chrome };

export const api: typeof chrome = root.browser ?? root.chrome;

/** True once the extension was updated or removed under a running content script: stop, nobody answers. */
export function orphaned(error?: unknown): boolean {
  if (error instanceof Error && error.message.includes('context invalidated')) return true;
  try {
    return !api.runtime?.id;
  } catch {
    return true;
  }
}
