/**
 * The number of leading items for which `isBefore` holds. `items` must be sorted so that all of those come
 * first. So `countBefore(list, x => x.start <= t) - 1` is the last item that starts at or before `t`, or −1.
 */
export function countBefore<T>(items: readonly T[], isBefore: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}
