/** Records in the place of an input that can't be had here: they come out of it as they are given. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { RECORD_PARSER } from "../copy/record-parser.ts";
import type { CopySection } from "../copy/section.ts";
import { type Delivery, inPlaceOf, type Place } from "./sample.ts";

/** @param byTag records (JSON) by the tag that they come with; undefined: the input's */
export function deliverRecords(
  input: CopySection,
  byTag: ReadonlyMap<string | undefined, readonly string[]>,
  { folder }: Place,
): Delivery {
  const inputs = [...byTag].map(([tag, records], i) => {
    const path = `records-${i}.json`;
    writeFileSync(join(folder, path), records.map((each) => `${each}\n`).join(""));
    const own = { path, parser: RECORD_PARSER, read_from_head: "on", buffer_max_size: "8M" };
    return inPlaceOf(input, "tail", tag === undefined ? own : { ...own, tag });
  });
  return { inputs, first: [] };
}

/** A line of a given sample as a record: itself where it is JSON, else under a key. */
export function asRecord(line: string, key: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // A plain line.
  }
  return { [key]: line };
}
