/** `smartlog formats list` and `show`. */
import { UsageError } from "../lib/errors.ts";
import { columns } from "../lib/output.ts";
import type { RowChoice } from "../lib/rows.ts";
import { print } from "../lib/store.ts";
import { allFormats, type Source } from "./sources.ts";

export function listFormats(source: Source & RowChoice): void {
  const { own, builtIn } = allFormats(source);
  const rows = [
    ...own.map((format) => ({ format, by: "own" })),
    ...builtIn.map((format) => ({ format, by: "" })),
  ]
    .sort(
      (a, b) =>
        b.by.length - a.by.length ||
        a.format.kind.localeCompare(b.format.kind) ||
        a.format.name.localeCompare(b.format.name),
    )
    .map(({ format: { name, kind, title }, by }) => ({ name, kind, reads: title, by }));
  const cells = rows.map(({ name, kind, reads, by }) => [name, kind, reads, by]);
  print(source, rows, columns([["name", "kind", "reads", ""], ...cells]).join("\n"), rows);
}

/** Names that are shown for one that is none, at most. */
const MAX_NEAR = 5;

/** @throws UsageError where there is no such format */
export function showFormat(name: string, source: Source): void {
  const { own, builtIn } = allFormats(source);
  const all = [...own, ...builtIn];
  const format = all.find((each) => each.name === name);
  if (!format) {
    const near = all
      .map((each) => each.name)
      .filter((other) => other.includes(name) || name.includes(other))
      .sort((a, b) => Number(b.startsWith(name)) - Number(a.startsWith(name)) || a.length - b.length)
      .slice(0, MAX_NEAR);
    const which = near.length > 0 ? ` Near: ${near.join(", ")}.` : "";
    throw new UsageError(`there is no format ${name}.${which} \`smartlog formats list\` has all`);
  }
  process.stdout.write(format.text);
}
