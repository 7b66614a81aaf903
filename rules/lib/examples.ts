/** Lines of a rule's examples. */

const RANGE = /\{(\d{1,5})\.\.(\d{1,5})\}/g;

/** Lines written out: `{1..12}` makes twelve of one; several ranges in one line count together. */
export function writtenOut(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const ranges = [...line.matchAll(RANGE)].map(([, from, to]) => Number(to) - Number(from) + 1);
    const count = ranges.length === 0 ? 1 : Math.max(1, Math.min(...ranges));
    return Array.from({ length: count }, (_, n) =>
      line.replace(RANGE, (_all, from: string) => String(Number(from) + n).padStart(from.length, "0")),
    );
  });
}
