/** A value that is made when it is first asked for: a background that judges nothing builds no index. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
