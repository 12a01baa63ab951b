/** Timing marks for the test builds; a store build holds none, because a page can read them. */
export function measured(name: string, job: () => void): void {
  if (!__TEST__) {
    job();
    return;
  }
  const start = performance.now();
  job();
  performance.measure(name, { start, end: performance.now() });
}
