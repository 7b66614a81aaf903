/** A binary heap in an array, the highest rank first. */

interface Ranked {
  rank: number;
}

/** Adds an item. */
export function push<T extends Ranked>(heap: T[], item: T): void {
  let at = heap.length;
  heap.push(item);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as T;
    if (above.rank >= item.rank) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = item;
}

/** Removes the item of the highest rank; the heap is not empty. */
export function popHighest<T extends Ranked>(heap: T[]): void {
  const last = heap.pop() as T;
  if (heap.length === 0) return;
  let at = 0;
  while (true) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    const right = heap[child + 1];
    if (right && right.rank > (heap[child] as T).rank) child++;
    const below = heap[child] as T;
    if (below.rank <= last.rank) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
}
