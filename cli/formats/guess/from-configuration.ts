/** Drafts of a server's format strings. */
import { compose } from "./compose.ts";
import type { MakersFormat } from "./dialects/index.ts";
import { type Draft, draftName } from "./draft.ts";
import { jsonKeys } from "./json-keys.ts";
import { variableTable } from "./variables.ts";

const TITLE_CHARACTERS = 60;
/** Of a syslog line, up to the program. */
const HEADER = "Nov 21 06:19:02 lb1";
const BROKEN_JSON =
  "the format makes no JSON, though it begins so: its lines stay unread until it is mended (a comma too many, a quote missing?)";

/** @param throughSyslog whether its lines are messages behind syslog's header, where the maker's mostly are */
export function draftOf({ dialect, format, name, quotes }: MakersFormat, throughSyslog = true): Draft {
  const table = variableTable(dialect.maker);
  const pieces = dialect.pieces(format);
  const head = {
    name: draftName(`${dialect.maker}-${name}`),
    title: `${table.title}, ${name}`.slice(0, TITLE_CHARACTERS),
    kind: "web" as const,
    documentation: table.documentation,
  };
  const json = jsonKeys(pieces);
  if (json && Object.keys(json.keys).length > 0) {
    const { keys, when, line, event, notes } = json;
    return {
      ...head,
      keys,
      when,
      patterns: [],
      notes,
      examples: [{ line, event: { kind: "web", ...event } }],
    };
  }
  const composed = compose(pieces, quotes ?? table.quotes);
  const { patterns, line, event } = composed;
  // Such a line is an object to the filter, whatever pattern there is.
  const notes = /^\s*\{\s*"/.test(format) ? [BROKEN_JSON, ...composed.notes] : composed.notes;
  const base = { ...head, patterns, when: [], keys: {} };
  const { program } = table;
  if (!program || !throughSyslog)
    return { ...base, notes, examples: [{ line, event: { kind: "web", ...event } }] };
  return {
    ...base,
    programs: [program],
    notes: [...notes, "of lines without syslog's header take out `programs`"],
    examples: [{ line: `${HEADER} ${program}[31]: ${line}`, event: { kind: "web", ...event } }],
  };
}
