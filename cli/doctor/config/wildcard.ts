import { globSync } from "tinyglobby";

/**
 * Whether a text fits a pattern of Fluent Bit's `match` and `exclude_path`, in which `*` stands for anything, slashes too.
 * Two pointers, not an expression: patterns with many stars would take one for ever.
 */
export function fitsWildcard(pattern: string, text: string): boolean {
  let [p, t, star, resume] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === "*") {
      star = p++;
      resume = t;
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** Whether some text fits both patterns. */
export function canOverlap(one: string, other: string): boolean {
  // reachable[j]: the first i characters of `one` and j of `other` can stand for the same text.
  let reachable = new Set([0]);
  const spread = (from: Set<number>, isStar: boolean) => {
    const all = new Set<number>();
    for (const start of from)
      for (let j = start; !all.has(j) && j <= other.length; j++) {
        all.add(j);
        if (!isStar && other[j] !== "*") break;
      }
    return all;
  };
  reachable = spread(reachable, false);
  for (const character of one) {
    const next = new Set<number>();
    for (const j of reachable)
      if (character === "*" || other[j] === "*") next.add(j);
      else if (other[j] === character) next.add(j + 1);
    reachable = spread(next, character === "*");
  }
  return reachable.has(other.length);
}

/** The files that a path with `*`, `?` or `[…]` stands for, as the C library's glob: there `*` stops at slashes. */
export function filesAt(pattern: string): string[] {
  const literal = pattern.replace(/\*+/g, "*").replace(/[(){}!+@|]/g, "\\$&");
  return globSync(literal, { absolute: true, expandDirectories: false }).sort();
}
