/** Mutes and previews as text, with nothing of a line that a terminal would obey. */
import type { Muted } from "../../host/mute.ts";
import { doesMute, type StoredMute } from "../../store/mutes/mutes.ts";
import { type MutePreview, mutePreviewText } from "../../store/mutes/preview.ts";
import { HIDES, mutedText } from "../../store/mutes/what.ts";
import { columns, count, minute, printable } from "../lib/output.ts";

const MAX_NAMED_CHARACTERS = 70;
const MAX_LINE_CHARACTERS = 200;

/** All mutes as a table. */
export function muteTable(mutes: readonly StoredMute[]): string {
  if (mutes.length === 0)
    return "Nothing is muted. `smartlog mute add` mutes events by template, reason or source.";
  const rows = mutes.map((mute) => [
    String(mute.id),
    describe(mute, MAX_NAMED_CHARACTERS),
    printable(mute.note, 30),
    printable(mute.who, 20),
    count(mute.hidden),
    stateOf(mute),
  ]);
  return columns([["id", "mutes", "note", "says", "hidden", "state"], ...rows], [0, 4]).join("\n");
}

/** Everything about one. */
export function muteText(mute: StoredMute): string {
  const { template, reason, source, site, label, note, who, at, event, eventTime, hidden, newest } = mute;
  return columns([
    ["mute", String(mute.id)],
    ...Object.entries({ template, reason, source, site }).flatMap(([name, value]) =>
      value === null ? [] : [[name, printable(value)]],
    ),
    ["hides", HIDES[label]],
    ...(note === "" ? [] : [["note", printable(note)]]),
    ...(event === null || eventTime === null ? [] : [["event", `${event} of ${minute(eventTime)} UTC`]]),
    ["says", `${printable(who)}, ${minute(at)} UTC`],
    ["hidden", `${count(hidden)} events${newest === null ? "" : `, the newest ${minute(newest)} UTC`}`],
    ["state", stateOf(mute)],
  ]).join("\n");
}

export function describe(muted: Muted, maxCharacters?: number): string {
  return printable(mutedText(muted), maxCharacters);
}

function stateOf(mute: StoredMute): string {
  if (doesMute(mute)) return `acts until ${minute(mute.until)} UTC`;
  const { endedBy, endedAt, endedWho, until } = mute;
  const who = endedWho === null ? "" : ` by ${printable(endedWho, 20)}`;
  return `${endedBy ?? "expired"}${who} ${minute(endedAt ?? until)}`;
}

/** What a mute would have hidden. */
export function previewText(muted: Muted, preview: MutePreview | undefined): string {
  if (!preview) return `${describe(muted)}: it took too long to count what would have been hidden.`;
  return [
    `${describe(muted)}: ${mutePreviewText(preview)}`,
    ...preview.samples.map(
      ({ time, severity, label, line }) =>
        `  ${minute(time)}  ${severity} ${label}  ${printable(line, MAX_LINE_CHARACTERS)}`,
    ),
  ].join("\n");
}
