/** What a server's variables mean: the tables of variables/, one for each maker. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { PatternField, Typed } from "../../../formats/lib/types.ts";
import { PACKAGE_ROOT } from "../../../host/module.ts";

/** A variable of a server's format string. */
export interface Variable {
  name: string;
  /** Event's field that it is; none of what an event does not have. */
  field?: PatternField;
  /** How the field is written, where that is not the field's own way. */
  type?: Typed;
  /** A client chooses the text, which may hold blanks. */
  client?: boolean;
  /** The server's own text may hold blanks. */
  list?: boolean;
  /** Brackets stand around it. */
  bracketed?: boolean;
  /** Braces stand around it, or it is missing with the blank before. */
  braced?: boolean;
  /** What stands for a value that is absent, besides `-`. */
  none?: string;
  /** What may stand before the value. */
  sign?: string;
  /** Why the field may be wrong. */
  unsure?: string;
  /** An ordinary value. */
  sample: string;
  /** Place in the table: of two variables for one field the first counts. */
  rank: number;
}

/** How a server writes a client's quote inside quotes. */
export type Quotes = "escaped" | "raw";

/** A maker's table. */
export interface Table {
  title: string;
  documentation: string;
  quotes: Quotes;
  /** Name in syslog under which its lines mostly come. */
  program?: string;
  /** Formats that the maker named. */
  named: Record<string, string>;
  /** @returns what an unknown variable is taken for, too: a client's text */
  variable(name: string): Variable;
  has(name: string): boolean;
}

type Entry = Partial<Omit<Variable, "name" | "rank">>;

interface Source {
  title: string;
  documentation: string;
  quotes: Quotes;
  program?: string;
  samples: Partial<Record<PatternField, string>>;
  variables: Record<string, Entry>;
  families?: Record<string, Entry>;
  named?: Record<string, string>;
}

const SAMPLES: Partial<Record<PatternField, string>> = {
  ip: "203.0.113.7",
  method: "GET",
  path: "/orders/17",
  query: "a=1",
  request: "GET /orders/17 HTTP/1.1",
  version: "HTTP/1.1",
  status: "200",
  bytes: "512",
  ua: "curl/8.5.0",
  ref: "https://shop.example/",
  host: "shop.example",
  user: "ada",
  ms: "0.012",
  sport: "40022",
  level: "info",
};

/** Names differ in case only where the maker's do: `%T` and `%t`, but `%{Referer}i` and `%{referer}i`. */
function keyOf(name: string): string {
  const braced = /^\{([^}]*)\}(.*)$/.exec(name);
  return braced ? `{${braced[1]?.toLowerCase()}}${braced[2]}` : name;
}

function familyOf(name: string, families: Record<string, Entry>): Entry | undefined {
  const behind = /^\{[^}]*\}(.*)$/.exec(name)?.[1];
  if (behind !== undefined && families[behind]) return families[behind];
  return Object.entries(families).find(([prefix]) => name.startsWith(prefix))?.[1];
}

const tables = new Map<string, Table>();

/** @param maker name of a file in variables/ */
export function variableTable(maker: string): Table {
  const known = tables.get(maker);
  if (known) return known;
  const path = join(PACKAGE_ROOT, "cli", "formats", "guess", "variables", `${maker}.yaml`);
  const source = parse(readFileSync(path, "utf8")) as Source;
  const { samples, variables, families = {}, named = {}, ...head } = source;
  const names = Object.keys(variables);
  const variable = (name: string): Variable => {
    const rank = names.indexOf(keyOf(name));
    const entry: Entry = variables[keyOf(name)] ?? familyOf(name, families) ?? { client: true };
    const sample = (entry.field && (samples[entry.field] ?? SAMPLES[entry.field])) ?? "-";
    return { sample, ...entry, name, rank: rank < 0 ? names.length : rank };
  };
  const has = (name: string) =>
    variables[keyOf(name)] !== undefined || familyOf(name, families) !== undefined;
  const table = { ...head, named, variable, has };
  tables.set(maker, table);
  return table;
}
