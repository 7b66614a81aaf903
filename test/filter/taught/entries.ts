/** Taught entries in modules, for tests. */
import { readFileSync } from "node:fs";
import type { Label, SmartlogEvent } from "../../../host/event.ts";
import { Filter } from "../../../host/filter.ts";
import { defaultModulePath } from "../../../host/module.ts";
import { entryFor, type Scope, type TaughtEntry, type TaughtKeys, taughtKeys } from "../../../host/taught.ts";
import { withTaught } from "../../../trainer/model/taught.ts";
import { ARRIVAL } from "../scored.ts";

export const built = readFileSync(defaultModulePath());

const text = (record: object | string) =>
  typeof record === "string" ? JSON.stringify({ log: record }) : JSON.stringify(record);

/** The event of one record or line, in an instance that saw nothing before. */
export function eventIn(module: Uint8Array, record: object | string): SmartlogEvent {
  return Filter.load(module).event(text(record), ARRIVAL) as SmartlogEvent;
}

/** What the filter says of a record's entries. */
export function keysOf(record: object | string, module: Uint8Array = built): TaughtKeys {
  return taughtKeys(Filter.load(module), text(record), ARRIVAL) as TaughtKeys;
}

/** The entry that a correction of a record or line makes. */
export function entryOf(record: object | string, scope: Scope, label: Label, id = 1): TaughtEntry {
  const seen = eventIn(built, record);
  const entry = entryFor(Filter.load(built), text(record), ARRIVAL, scope, label, seen);
  if (!entry) throw new Error(`no key of scope ${scope}`);
  return { id, ...entry };
}

/** The built module, in which people said this of a record. */
export function taughtModule(record: object | string, scope: Scope, label: Label): Buffer {
  return withTaught(built, [entryOf(record, scope, label)]);
}

export interface Request {
  ip?: string;
  method?: string;
  path?: string;
  status?: number;
  referer?: string;
  agent?: string;
}

export const BROWSER =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

/** A line of an access log. */
export function access({
  ip = "203.0.113.9",
  method = "GET",
  path = "/",
  status = 200,
  referer = "-",
  agent = BROWSER,
}: Request): string {
  return `${ip} - - [21/Nov/2026:06:19:00 +0000] "${method} ${path} HTTP/1.1" ${status} 512 "${referer}" "${agent}"`;
}
