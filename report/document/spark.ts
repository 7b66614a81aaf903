const BLOCKS = "▁▂▃▄▅▆▇█";

/**
 * Values as one line of blocks, the highest one full; where there are more than cells, each cell is the highest of its
 * values.
 */
export function spark(values: readonly (number | null)[], cells: number): string {
  const drawn = values.length <= cells ? values : narrowed(values, cells);
  const most = Math.max(0, ...drawn.map((value) => value ?? 0));
  return drawn
    .map((value) => {
      if (value === null) return " ";
      if (most === 0 || value <= 0) return BLOCKS[0];
      return BLOCKS[Math.min(BLOCKS.length - 1, Math.floor((value / most) * (BLOCKS.length - 1) + 0.5))];
    })
    .join("");
}

function narrowed(values: readonly (number | null)[], cells: number): (number | null)[] {
  return Array.from({ length: cells }, (_, i) => {
    const part = values.slice(
      Math.floor((i * values.length) / cells),
      Math.floor(((i + 1) * values.length) / cells),
    );
    const known = part.filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  });
}
