import type { Piece } from "../nodes.ts";
import { variableTable } from "../variables.ts";
import { cut, type Dialect, type FoundFormat } from "./dialect.ts";

const MAKER = "nginx";
/** Comment, quoted text, text, or the end of a directive (ngx_conf_read_token). */
const TOKEN = /#[^\n]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|[;{}]|[^\s;{}"'][^\s;]*/gs;
const ESCAPES: Readonly<Record<string, string>> = { "\\t": "\t", "\\n": "\n", "\\r": "\r" };

function unescaped(text: string): string {
  return text.replace(/\\[tnr"'\\]/g, (match) => ESCAPES[match] ?? (match[1] as string));
}

/** Directives as lists of words. */
function directives(configuration: string): string[][] {
  const all: string[][] = [];
  let words: string[] = [];
  for (const [token, double, single] of configuration.matchAll(TOKEN)) {
    if (token.startsWith("#")) continue;
    if (/^[;{}]$/.test(token)) {
      if (words.length) all.push(words);
      words = [];
    } else words.push(unescaped(double ?? single ?? token));
  }
  return words.length ? [...all, words] : all;
}

function find(configuration: string): FoundFormat[] {
  const all = directives(configuration);
  const used = new Set(
    all.filter(([name]) => name === "access_log").map(([, , format]) => format ?? "combined"),
  );
  const found = all.flatMap(([directive, name, ...words]): FoundFormat[] => {
    if (directive !== "log_format" || name === undefined) return [];
    const [first = ""] = words;
    const escaping = /^escape=(\w+)$/.exec(first)?.[1];
    const format = (escaping === undefined ? words : words.slice(1)).join("");
    return [{ name, format, isUsed: used.has(name), quotes: escaping === "none" ? "raw" : "escaped" }];
  });
  const isCombined = used.has("combined") && !found.some(({ name }) => name === "combined");
  const combined = variableTable(MAKER).named.combined as string;
  return isCombined ? [...found, { name: "combined", format: combined, isUsed: true }] : found;
}

function pieces(format: string): Piece[] {
  return cut(format, MAKER, /\$\{(\w+)\}|\$(\w+)/g);
}

export const NGINX: Dialect = { maker: MAKER, find, pieces };
