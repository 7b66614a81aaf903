/** The keys under which shippers put the raw line, in the order in which `smartlog.line` of the store looks for them. */
const LINE_KEYS = ["log", "message", "MESSAGE", "msg", "short_message"];

/** The raw line in a record (JSON), for people and for rules; the record itself where it has none. */
export function lineOf(record: string): string {
  try {
    const members = JSON.parse(record) as Record<string, unknown>;
    for (const key of LINE_KEYS) if (typeof members[key] === "string") return members[key] as string;
  } catch {
    // The store holds JSON only; if not, people see what there is.
  }
  return record;
}
