import type { Piece } from "../nodes.ts";
import { variableTable } from "../variables.ts";
import { cut, type Dialect, type FoundFormat, joinLines } from "./dialect.ts";

const MAKER = "haproxy";
/** `%{+Q}r`: flags and a variable; `%[…]`: an expression, whose brackets may nest once; `%(name)[…]`. */
const VARIABLE = /%%|%(?:\(\w+\))?(?:\{[-+,\w]*\})?(?:(\[(?:[^[\]]|\[[^\]]*\])*\])|([A-Za-z]+))/g;

/** Of an expression its first word: converters behind it don't change what it is. */
function simplified(name: string): string {
  return name.startsWith("[") ? `[${name.slice(1, -1).split(/[,(]/)[0]?.trim()}]` : name;
}

function find(configuration: string): FoundFormat[] {
  const { named } = variableTable(MAKER);
  const found: FoundFormat[] = [];
  const lines = joinLines(configuration).split("\n");
  for (const line of lines) {
    const [, format] = /^\s*log-format\s+(.*?)\s*$/.exec(line) ?? [];
    if (format !== undefined) found.push({ name: "log-format", format: words(format), isUsed: true });
    const [, option] = /^\s*option\s+(httplog|tcplog)\s*(?:#|$)/.exec(line) ?? [];
    if (option && !found.some(({ name }) => name === option))
      found.push({ name: option, format: named[option] as string });
  }
  return found;
}

/** The argument without its quotes and the backslashes before blanks. */
function words(text: string): string {
  if (text.startsWith('"')) return (/^"((?:[^"\\]|\\.)*)"/s.exec(text)?.[1] ?? text).replace(/\\(.)/g, "$1");
  if (text.startsWith("'")) return /^'([^']*)'/.exec(text)?.[1] ?? text;
  return text.replace(/(?<!\\)\s+#.*$/, "").replace(/\\(.)/g, "$1");
}

function pieces(format: string): Piece[] {
  const table = variableTable(MAKER);
  // `+Q` puts quotes around a value: for all that follow (`%{+Q}o`), or for one.
  let allQuoted = false;
  return [...cutAll(table.named[format] ?? format)].flatMap(({ piece, flags }): Piece[] => {
    if ("text" in piece) return [piece];
    const name = simplified(piece.variable.name);
    if (name === "o") {
      if (flags.includes("+Q")) allQuoted = true;
      return [];
    }
    const isQuoted = flags.includes("+Q") || (allQuoted && !flags.includes("-Q"));
    const variable = { variable: table.variable(name) };
    return isQuoted ? [{ text: '"' }, variable, { text: '"' }] : [variable];
  });
}

function* cutAll(format: string): Generator<{ piece: Piece; flags: string }> {
  const flags = Array.from(format.matchAll(VARIABLE), ([match]) => /\{([^}]*)\}/.exec(match)?.[1] ?? "");
  let i = 0;
  for (const piece of cut(format, MAKER, VARIABLE, (match) => (match === "%%" ? "%" : undefined))) {
    yield { piece, flags: "text" in piece ? "" : (flags[i] ?? "") };
    if (!("text" in piece)) i++;
  }
}

export const HAPROXY: Dialect = { maker: MAKER, find, pieces };
