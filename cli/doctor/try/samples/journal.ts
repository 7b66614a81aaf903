/** The journal's last entries, in the form that the systemd input gives them. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { isOn } from "../../config/settings.ts";
import { TIME_KEY } from "../copy/record-parser.ts";
import { type CopySection, settingOf } from "../copy/section.ts";
import { linesOf } from "./last-lines.ts";
import { deliverRecords } from "./records.ts";
import type { NoSample, Sample, Wish } from "./sample.ts";

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 64 * 1024 * 1024;
/** What the systemd input calls the unit of an entry that has none. */
const NO_UNIT = "unknown";
/** The input's default of max_fields. */
const MOST_FIELDS = 8000;

type Entry = Record<string, unknown>;

export function sampleJournal({ input, lines, given }: Wish): Sample | NoSample {
  const texts = given === undefined ? journal(input, lines) : linesOf(readFileSync(given)).slice(-lines);
  if (!Array.isArray(texts)) return texts;
  const byTag = new Map<string | undefined, string[]>();
  const tag = settingOf(input, "tag");
  for (const text of texts) {
    const entry = JSON.parse(text) as Entry;
    const unit = typeof entry._SYSTEMD_UNIT === "string" ? entry._SYSTEMD_UNIT : NO_UNIT;
    // A function: a unit may have characters that a replacement text gives a meaning to.
    const expanded = tag?.includes("*") ? tag.replace("*", () => unit) : tag;
    byTag.set(expanded, [...(byTag.get(expanded) ?? []), JSON.stringify(recordOf(entry, input))]);
  }
  if (byTag.size === 0) return { notTried: "the journal has no entries that this user may read" };
  return {
    source: given === undefined ? "own lines" : "given sample",
    count: texts.length,
    notes: [],
    deliver: (place) => deliverRecords(input, byTag, place),
  };
}

function journal(input: CopySection, lines: number): string[] | NoSample {
  const path = settingOf(input, "path");
  const filters = input.settings.filter(([name]) => name.toLowerCase() === "systemd_filter");
  const isAnd = settingOf(input, "systemd_filter_type")?.toLowerCase() === "and";
  const matches = filters.flatMap(([, value], i) => (i > 0 && !isAnd ? ["+", value] : [value]));
  const { status, stdout, stderr, error } = spawnSync(
    "journalctl",
    [
      ...["--quiet", "--no-pager", "--all", "--output=json", `--lines=${lines}`],
      ...(path ? [`--directory=${path}`] : []),
      ...matches,
    ],
    { encoding: "utf8", timeout: TIMEOUT_MS, maxBuffer: MOST_BYTES },
  );
  if (error) return { notTried: `journalctl can't be run: ${error.message}` };
  if (status !== 0) return { notTried: `journalctl: ${stderr.trim() || `exit ${status}`}` };
  return linesOf(Buffer.from(stdout));
}

/** Source: systemd_enumerate_data_store in Fluent Bit's in_systemd. */
function recordOf(entry: Entry, input: CopySection): Entry {
  const isStripped = isOn(settingOf(input, "strip_underscores"));
  const isLower = isOn(settingOf(input, "lowercase"));
  const most = Number(settingOf(input, "max_fields") ?? MOST_FIELDS);
  const record: Entry = {};
  const micros = Number(entry.__REALTIME_TIMESTAMP ?? Number.NaN);
  if (Number.isFinite(micros)) record[TIME_KEY] = (micros / 1e6).toFixed(6);
  for (const [name, value] of Object.entries(entry).slice(0, most)) {
    // What journalctl adds itself: the entry's address and times.
    if (name.startsWith("__")) continue;
    const stripped = isStripped ? name.replace(/^_/, "") : name;
    record[isLower ? stripped.toLowerCase() : stripped] = textOf(value);
  }
  return record;
}

/** A value that is no text is a list of its bytes; a name that stands in an entry repeatedly has a list of values. */
function textOf(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.every((each) => typeof each === "number")
    ? Buffer.from(value as number[]).toString()
    : value.map(textOf);
}
