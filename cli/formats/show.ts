/** `smartlog formats list` and `show`. */
import { UsageError } from "../lib/errors.ts";
import { columns } from "../lib/output.ts";
import { allFormats, type Source } from "./sources.ts";

export function listFormats(source: Source): void {
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
    .map(({ format: { name, kind, title }, by }) => [name, kind, title, by]);
  for (const line of columns([["name", "kind", "reads", ""], ...rows])) console.log(line);
}

/** @throws UsageError where there is no such format */
export function showFormat(name: string, source: Source): void {
  const { own, builtIn } = allFormats(source);
  const all = [...own, ...builtIn];
  const format = all.find((each) => each.name === name);
  if (!format) {
    const near = all
      .filter((each) => each.name.includes(name) || name.includes(each.name))
      .map((each) => each.name);
    const which = near.length > 0 ? ` Near: ${near.join(", ")}.` : "";
    throw new UsageError(`there is no format ${name}.${which} \`smartlog formats list\` has all`);
  }
  process.stdout.write(format.text);
}
