/** Taught entries and previews as text, with nothing of a line that a terminal would obey. */
import { hexOfKey } from "../../host/taught.ts";
import { doesAct, type StoredTaught } from "../../store/taught/entries.ts";
import { changesText, type TaughtPreview } from "../../store/taught/preview.ts";
import { columns, minute, printable } from "../lib/output.ts";

const MAX_DESCRIPTION_CHARACTERS = 70;
const MAX_LINE_CHARACTERS = 200;

/** All entries as a table. */
export function taughtTable(entries: readonly StoredTaught[]): string {
  if (entries.length === 0)
    return "Nothing is taught. `smartlog feedback` corrects an event, and that acts at once.";
  const rows = entries.map((entry) => [
    String(entry.id),
    entry.label,
    entry.scope,
    printable(entry.describes, MAX_DESCRIPTION_CHARACTERS),
    printable(entry.who, 20),
    stateOf(entry),
  ]);
  return columns([["id", "label", "scope", "about", "says", "state"], ...rows], [0]).join("\n");
}

/** Everything about one. */
export function taughtText(entry: StoredTaught): string {
  const { threat, bot, anomaly } = entry.ceilings;
  return columns([
    ["entry", String(entry.id)],
    ["about", printable(entry.describes)],
    ["label", `${entry.label}, was ${entry.was}`],
    ["scope", `${entry.scope}, key ${hexOfKey(entry.key)}`],
    ["acts up to", `threat ${threat.toFixed(3)}  bot ${bot.toFixed(3)}  anomaly ${anomaly.toFixed(3)}`],
    ["only with hit", printable(entry.hit) || "none"],
    ["event", `${entry.event} of ${minute(entry.eventTime)} UTC`],
    ["says", `${printable(entry.who)}, ${minute(entry.at)} UTC`],
    ["state", stateOf(entry)],
  ]).join("\n");
}

function stateOf(entry: StoredTaught): string {
  if (doesAct(entry)) return `acts, until ${minute(entry.expires)} at most`;
  const { endedBy, endedAt, endedWho, expires } = entry;
  const who = endedWho === null ? "" : ` by ${printable(endedWho, 20)}`;
  return `${endedBy ?? "expired"}${who} ${minute(endedAt ?? expires)}`;
}

/** What an entry would have changed. */
export function previewText(preview: TaughtPreview): string {
  const { scope, samples, highest } = preview;
  return [
    `${scope}: ${changesText(preview)}`,
    ...samples.map(
      (sample) => `  ${minute(sample.time)}  ${sample.label}  ${printable(sample.line, MAX_LINE_CHARACTERS)}`,
    ),
    ...(highest
      ? [`  ${highest.id} scores highest of those that stay: corrected instead, it would take them along.`]
      : []),
  ].join("\n");
}
