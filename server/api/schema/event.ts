/** Events and records in the API. */
import { KINDS, LABELS, OWN_KINDS, SEVERITIES } from "../../../host/event.ts";
import {
  array,
  count,
  example,
  type JsonSchema,
  number,
  object,
  oneOf,
  orNull,
  text,
  time,
} from "./schema.ts";

const LINE = '203.0.113.7 - - [21/Nov/2026:06:41:05 +0000] "GET /.env HTTP/1.1" 404 153 "-" "curl/8.5.0"';

const RECORD = { type: "object", description: "Any JSON object; its line is found by itself." };
const GELF = { version: "1.1", host: "web1", short_message: LINE, level: 6, _shop: "north" };

/** Bodies of /v1/ingest and /v1/score. */
export const RECORDS: Record<string, JsonSchema> = {
  "application/json": example(
    {
      description: "A record, an array of them, or one after the other; GELF, too.",
      anyOf: [RECORD, array(RECORD)],
    },
    [{ log: LINE }, GELF],
  ),
  "application/x-ndjson": example(text("A record a line."), `${JSON.stringify({ log: LINE })}\n`),
  "text/plain": example(
    text("A line of a log a line; lines that are records are taken as such."),
    `${LINE}\n`,
  ),
};

export const TAG_PARAMETER = {
  tag: example(
    { type: "string", maxLength: 255, description: "What the stream is called; http where it is left out." },
    "shop",
  ),
};

export const INGESTED = object(
  {
    stored: count("Records that are on disk now."),
    duplicates: count("Records that were stored before."),
    rejected: count("Records that can't be an event; they are kept aside."),
    reasons: {
      ...array(object({ index: count("The record's place in the body."), reason: text("Why.") })),
      description: "Of the first 100 of them.",
    },
    cut: count("Records longer than 1 MiB, stored up to there."),
  },
  ["reasons", "cut"],
);

const ID = { type: "string", pattern: "^[0-9a-f]{16}$", description: "An event's id, 16 hex digits." };
export const EVENT_ID = example(ID, "00000000000000ff");

/** What is streamed of an event. */
export const LIVE_EVENT = object(
  {
    id: ID,
    time: time("The event's own time."),
    kind: oneOf([...KINDS, ...OWN_KINDS]),
    label: oneOf(LABELS),
    severity: oneOf(SEVERITIES),
    score: orNull(number("The score that decided the label, 0 to 1.")),
    muted: { type: "boolean", description: "Somebody has muted such events." },
    why: orNull(array({ type: "string" })),
    source: orNull(text("The client's address.")),
    host: orNull(text("The site's name.")),
    service: orNull(text("The service or program.")),
    hit: orNull(text("What an attack is seen by.")),
    line: orNull(text("The line, its first 500 characters.")),
    row: text("The event as the pages show it, HTML; with `rows=true`."),
  },
  ["row"],
);
