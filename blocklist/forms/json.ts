/** JSON, with what each entry is on the list for. */
import type { Entry } from "../lib/entry.ts";
import { shortest } from "../lib/network.ts";
import type { Form } from "./form.ts";

export const json: Form = {
  title: "JSON with the evidence, and what was kept off the list",
  write: ({ at, entries, kept, left }) =>
    `${JSON.stringify({
      at,
      entries: entries.map(plainEntry),
      kept: kept.map((entry) => ({ ...plainEntry(entry), why: entry.why })),
      left,
    })}\n`,
};

/** An entry with its network as text. */
export function plainEntry({
  network,
  addresses,
  class: name,
  severity,
  incidents,
  title,
  events,
  succeeded,
  first,
  last,
  until,
}: Entry) {
  return {
    address: shortest(network),
    addresses,
    class: name,
    severity,
    incidents,
    title,
    events,
    succeeded,
    first,
    last,
    until,
  };
}
