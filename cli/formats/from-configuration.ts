/** Drafts of a server's format strings. */
import { compose } from "./compose.ts";
import type { MakersFormat } from "./dialects/index.ts";
import { type Draft, draftName } from "./draft.ts";
import { jsonKeys } from "./json-keys.ts";
import { variableTable } from "./variables.ts";

const TITLE_CHARACTERS = 60;
const BROKEN_JSON =
  "the format makes no JSON, though it begins so: its lines stay unread until it is mended (a comma too many, a quote missing?)";

export function draftOf({ dialect, format, name, quotes }: MakersFormat): Draft {
  const table = variableTable(dialect.maker);
  const pieces = dialect.pieces(format);
  const head = {
    name: draftName(`${dialect.maker}-${name}`),
    title: `${table.title}, ${name}`.slice(0, TITLE_CHARACTERS),
    kind: "web" as const,
    documentation: table.documentation,
    ...(table.programs && { programs: table.programs }),
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
  const example = { line, event: { kind: "web", ...event } };
  return { ...head, patterns, notes, when: [], keys: {}, examples: [example] };
}
