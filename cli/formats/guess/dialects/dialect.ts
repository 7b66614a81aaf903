/** A maker's way to write formats. */
import type { Piece } from "../nodes.ts";
import { type Quotes, type Table, variableTable } from "../variables.ts";

/** A format string out of a configuration, without the quotes and escapes that the configuration needs. */
export interface FoundFormat {
  name: string;
  format: string;
  /** Whether the configuration writes a log by it. */
  isUsed?: boolean;
  /** How a client's quotes are written, where the configuration says it. */
  quotes?: Quotes;
}

export interface Dialect {
  /** Name of its table. */
  maker: string;
  find(configuration: string): FoundFormat[];
  pieces(format: string): Piece[];
}

/**
 * Cuts a format string at its variables.
 *
 * @param variable global; its first group that matched is the variable's name
 * @param textOf what else stands for text, as `%%`
 */
export function cut(
  format: string,
  maker: string,
  variable: RegExp,
  textOf: (match: string) => string | undefined = () => undefined,
): Piece[] {
  const table = variableTable(maker);
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of format.matchAll(variable)) {
    pieces.push({ text: format.slice(end, match.index) });
    const text = textOf(match[0]);
    const name = match.slice(1).find((group) => group !== undefined) ?? match[0];
    pieces.push(text === undefined ? { variable: table.variable(name) } : { text });
    end = match.index + match[0].length;
  }
  return [...pieces, { text: format.slice(end) }];
}

/** A format that the maker named, or the format string itself. */
export function byName(table: Table, format: string): string {
  return table.named[format] ?? format;
}

/** A configuration's text with lines joined that a backslash at their end continues. */
export function joinLines(configuration: string): string {
  return configuration.replace(/\\\r?\n[ \t]*/g, " ");
}

/** Without the backslash before quotes and backslashes. */
export function unescapeQuotes(text: string): string {
  return text.replace(/\\(["'\\])/g, "$1");
}
