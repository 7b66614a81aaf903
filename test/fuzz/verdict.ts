/** What must hold of the filter's answer to any record. */
import { keptPart, rawText } from "../filter/expected.ts";
import { assertStrictJson } from "../filter/rfc8259.ts";

const KINDS = ["web", "auth", "dns", "firewall", "app", "syslog", "unknown"];
const LABELS = ["normal", "bot", "attack", "anomaly"];
const SEVERITIES = ["none", "low", "medium", "high", "critical"];
const MAX_REASONS = 3;
/** Nothing of the event's own is longer than what the filter keeps of a field, escaped. */
const MAX_FIELD_CHARACTERS = 4096;

function fail(what: string): never {
  throw new Error(what);
}

/**
 * The record is in the answer byte for byte, but for what test/filter/expected.ts says; behind it stands an event whose
 * numbers are in their ranges.
 *
 * @throws Error that says what does not hold
 */
export function assertAnswer(record: Uint8Array, answer: Buffer): void {
  if (answer.length === 0) fail("the answer is empty: the shipper would drop the record");
  assertStrictJson(answer);
  const text = answer.toString("utf8");
  const parsed = JSON.parse(text) as Record<string, unknown>;
  const kept = keptPart(record);
  if (kept === undefined) {
    if (Object.keys(parsed).join() !== "raw,smartlog") fail("what is no JSON object is not whole under raw");
    if (parsed.raw !== rawText(record)) fail("raw is not what came in");
  } else {
    const head = Buffer.from(`${kept}${/[^\s{]/.test(kept) ? "," : ""}"smartlog":{`, "latin1");
    if (!answer.subarray(0, head.length).equals(head))
      fail(`bytes differ from ${differsAt(head, answer)} on`);
  }
  if (Object.keys(parsed).at(-1) !== "smartlog" && kept !== undefined) fail("the event is not the last key");
  assertEvent(parsed.smartlog as Record<string, unknown>, kept === undefined);
}

function differsAt(expected: Buffer, found: Buffer): number {
  let at = 0;
  while (at < expected.length && expected[at] === found[at]) at++;
  return at;
}

function assertEvent(event: Record<string, unknown>, isRaw: boolean): void {
  if (event.v !== 1) fail(`v is ${event.v}`);
  if (!/^[0-9a-f]{16}$/.test(String(event.id))) fail(`id is ${event.id}`);
  if (typeof event.ts !== "number") fail(`ts is ${event.ts}`);
  if (!KINDS.includes(String(event.kind))) fail(`kind is ${event.kind}`);
  for (const [name, value] of Object.entries(event)) {
    if (typeof value === "number" && !Number.isFinite(value)) fail(`${name} is ${value}`);
    if (typeof value === "string" && [...value].length > MAX_FIELD_CHARACTERS) fail(`${name} is too long`);
  }
  if (isRaw) {
    if (!String(event.error).includes("not one well-formed JSON object")) fail(`error is ${event.error}`);
    return;
  }
  if (event.error !== undefined) fail(`error is ${event.error}`);
  if (!LABELS.includes(String(event.label))) fail(`label is ${event.label}`);
  if (!SEVERITIES.includes(String(event.severity))) fail(`severity is ${event.severity}`);
  for (const name of ["score", "bot", "threat", "anomaly"]) {
    const score = event[name];
    if (typeof score !== "number" || score < 0 || score > 1) fail(`${name} is ${score}`);
  }
  const { why } = event;
  if (!Array.isArray(why) || why.length > MAX_REASONS || why.some((reason) => typeof reason !== "string"))
    fail(`why is ${JSON.stringify(why)}`);
  if (!/^[0-9a-f]{8}$/.test(String(event.tpl))) fail(`tpl is ${event.tpl}`);
}
