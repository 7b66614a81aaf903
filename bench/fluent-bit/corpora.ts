/** The lines that the bench sends through Fluent Bit. */
import { readFileSync } from "node:fs";
import { simulate } from "../../simulate/index.ts";

/** Distinct simulated lines; a longer corpus repeats them. */
const DISTINCT = 50_000;

export interface Corpus {
  name: string;
  text: string;
  /** Whether all lines are access lines in common or combined format, which the consumer reads. */
  isWeb: boolean;
}

/** Simulated lines of a log type, or of a small company's servers (`mixed`). */
export function simulatedCorpus(
  kind: Parameters<typeof simulate>[0]["kind"],
  lines: number,
  seed: number,
): Corpus {
  const isWeb = kind === "web";
  const drawn = Array.from(simulate({ kind, lines: Math.min(lines, DISTINCT), seed }), ({ line }) => line);
  // Some servers write JSON.
  const taken = isWeb ? drawn.filter((line) => !line.startsWith("{")) : drawn;
  const name = isWeb ? "simulated access lines" : `simulated, ${kind}`;
  return { name, text: repeated(taken, lines), isWeb };
}

/** Access lines of files, repeated. */
export function realCorpus(paths: readonly string[], lines: number): Corpus {
  const read = paths.flatMap((path) => readFileSync(path, "latin1").trimEnd().split("\n"));
  return { name: "real access logs", text: repeated(read, lines), isWeb: true };
}

function repeated(lines: readonly string[], count: number): string {
  const out: string[] = [];
  for (let i = 0; i < count; i++) out.push(lines[i % lines.length] as string);
  return `${out.join("\n")}\n`;
}
