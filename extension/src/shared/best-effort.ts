/** For bookkeeping that must not cost an answer: full storage is no reason to let a trap through. */
export async function bestEffort(job: () => Promise<unknown>): Promise<void> {
  try {
    await job();
  } catch {
    // What could not be kept is asked again later.
  }
}
