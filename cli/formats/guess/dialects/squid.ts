import { BLANKS, type Piece } from "../nodes.ts";
import { variableTable } from "../variables.ts";
import { byName, cut, type Dialect, type FoundFormat } from "./dialect.ts";

const MAKER = "squid";
/** Modifiers of width and quoting, `{header}`, then the code, which may begin with `<` or `>`. */
const VARIABLE = /%%|%["[#/']?-?\d*(?:\.\d+)?((?:\{[^}]*\})?[<>]?[a-zA-Z]{1,2}(?<=[a-zA-Z]))/g;

function find(configuration: string): FoundFormat[] {
  const { named } = variableTable(MAKER);
  const used = Array.from(
    configuration.matchAll(/^\s*access_log\s+\S+\s+(?:logformat=)?(\w+)/gm),
    ([, name = ""]) => name,
  );
  const found = Array.from(
    configuration.matchAll(/^\s*logformat\s+(\S+)\s+(.*?)\s*$/gm),
    ([, name = "", format = ""]) => ({
      name,
      format,
      isUsed: used.includes(name),
    }),
  );
  const own = new Set(found.map(({ name }) => name));
  const makers = used.filter((name) => named[name] && !own.has(name));
  return [...found, ...makers.map((name) => ({ name, format: named[name] as string, isUsed: true }))];
}

function pieces(format: string): Piece[] {
  const text = byName(variableTable(MAKER), format);
  // Seconds and milliseconds are one time; numbers that are set to the right have blanks before them.
  const joined = text.replace(/%ts\.%03?tu/g, "%ts.tu").replace(/ (?=%[1-9])/g, BLANKS);
  const parts = joined.split("%ts.tu");
  const time: Piece = { variable: variableTable(MAKER).variable("ts.tu") };
  return parts.flatMap((part, i) => (i === 0 ? cutPart(part) : [time, ...cutPart(part)]));
}

function cutPart(text: string): Piece[] {
  return cut(text, MAKER, VARIABLE, (match) => (match === "%%" ? "%" : undefined));
}

export const SQUID: Dialect = { maker: MAKER, find, pieces };
