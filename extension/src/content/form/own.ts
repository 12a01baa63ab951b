/** Elements that this script put into the page. Known by themselves, not by their name: any page can use that. */
const made = new WeakSet<Node>();

export function claim(host: Node): void {
  made.add(host);
}

export const isOurs = (node: Node): boolean => made.has(node);
