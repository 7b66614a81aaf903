import { printable } from "../../host/printable.ts";
import type { Chart } from "./report.ts";
import { formatted } from "./value.ts";

const SHAPES = { columns: "Columns", lines: "Lines", bars: "Bars" } as const;

/** A chart in a sentence: how far it reaches, and where each series is highest. */
export function described({ title, shape, unit, labels, series }: Chart): string {
  const ends = labels.length < 2 ? labels : [labels[0], labels.at(-1)];
  const parts = series.map(({ name, values }) => {
    let best = -1;
    for (const [i, value] of values.entries())
      if (value !== null && (best < 0 || value > (values[best] ?? 0))) best = i;
    return best < 0
      ? `${name}: none`
      : `${name}: at most ${formatted(values[best] ?? null, unit)} (${labels[best]})`;
  });
  return printable(`${title}. ${SHAPES[shape]}, ${ends.join(" to ")}. ${parts.join("; ")}.`);
}
