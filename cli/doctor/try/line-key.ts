/** Which key of a record held the line: asked of the filter itself, not of a list of names. */
import type { SmartlogEvent } from "../../../host/event.ts";
import type { Filter } from "../../../host/filter.ts";

/** No key: what was found in the record are a line's parts. */
export const PARTS = "(parts of a line)";
/** No key: nothing in the record was read as a line. */
export const NONE = "(none)";
const DEEPEST = 3;
const MOST_KEYS = 64;
/** Records of one form that are looked at; the others of it are counted with them. */
const MOST_OF_A_FORM = 5;

/** Counts the keys of records, of each form of record by its first few. */
export class LineKeys {
  readonly #filter: Filter;
  /** Found keys by form: the record's own keys. */
  readonly #forms = new Map<string, { seen: number; keys: string[] }>();
  readonly counts: Record<string, number> = {};

  /** @param filter the module that scored the records */
  constructor(filter: Filter) {
    this.#filter = filter;
  }

  add(record: string): void {
    const members = JSON.parse(record) as Record<string, unknown>;
    const form = JSON.stringify(Object.keys(members));
    const known = this.#forms.get(form) ?? { seen: 0, keys: [] };
    this.#forms.set(form, known);
    known.seen++;
    if (known.seen <= MOST_OF_A_FORM) known.keys.push(lineKey(this.#filter, record, members));
    const key = known.keys[(known.seen - 1) % known.keys.length] as string;
    this.counts[key] = (this.counts[key] ?? 0) + 1;
  }
}

/** The key that the event names, else the one whose text alone gives the same event as the record. */
export function lineKey(filter: Filter, record: string, members: Record<string, unknown>): string {
  const event = filter.event(record);
  if (!event) return NONE;
  if (event.line_key !== undefined) return event.line_key;
  for (const [key, text] of texts(members)) {
    const alone = filter.event(JSON.stringify({ log: text }));
    if (alone && isSame(alone, event)) return key;
  }
  return event.kind === "unknown" ? NONE : PARTS;
}

function isSame(one: SmartlogEvent, other: SmartlogEvent): boolean {
  return one.kind === other.kind && one.tpl === other.tpl;
}

function texts(members: Record<string, unknown>): [key: string, text: string][] {
  const found: [string, string][] = [];
  const visit = (value: unknown, key: string, depth: number) => {
    if (found.length >= MOST_KEYS) return;
    if (typeof value === "string") found.push([key, value]);
    else if (typeof value === "object" && value !== null && depth < DEEPEST)
      for (const [name, inner] of Object.entries(value)) visit(inner, `${key}.${name}`, depth + 1);
  };
  for (const [name, value] of Object.entries(members)) visit(value, name, 1);
  return found;
}
