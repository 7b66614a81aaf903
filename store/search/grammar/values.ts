/** What stands behind a field's colon, by the field's type. */
import { isIP, isIPv6 } from "node:net";
import { nearest } from "../../../host/nearest.ts";
import type { Comparison, Match } from "./ast.ts";
import { SearchError } from "./error.ts";
import { FIELDS, type Field, type FieldName } from "./fields.ts";
import type { Piece } from "./scan.ts";

const COMPARED = /^(>=|<=|>|<)(.*)$/s;
const NUMBER = /^(-?\d{1,15}(?:\.\d{1,15})?)([a-z]*)$/i;
const STATUS_CLASS = /^([1-5])(?:xx|\d?)$/i;
/** Texts of records are compared with numbers by the first form alone. */
const PLAIN: Field = { type: "number", about: "number" };

/** @throws SearchError where the value is none of this field */
export function matchOf(name: FieldName, piece: Piece): Match {
  const field: Field = FIELDS[name];
  if (isAny(piece)) return { is: "any" };
  switch (field.type) {
    case "words":
      return wordMatch(name, field, piece);
    case "number":
      return name === "status" ? statusMatch(field, piece) : numberMatch(name, field, piece);
    case "address":
      return addressMatch(name, piece);
    case "code":
      return codeMatch(name, piece);
    default:
      refuseComparison(name, piece);
      return { is: "text", pattern: piece.pattern };
  }
}

/** Of a member of the record, of which nobody knows a type: numbers are compared, all else is text. */
export function recordMatch(path: string, piece: Piece): Match {
  if (isAny(piece)) return { is: "any" };
  if (!piece.quoted && (COMPARED.test(piece.written) || /^-?[\d.]+\.\.[\d.-]+$/.test(piece.written)))
    return numberMatch(path, PLAIN, piece);
  return { is: "text", pattern: piece.pattern };
}

function isAny({ pattern, quoted }: Piece): boolean {
  return !quoted && pattern.length === 2 && pattern.every((stretch) => stretch === "");
}

function wordMatch(name: string, field: Field, piece: Piece): Match {
  const [, by, compared] = (!piece.quoted && COMPARED.exec(piece.written)) || [];
  const words = field.words ?? [];
  if (by && !field.ordered) throw wrong(piece, `${name} has no order`, `Write ${name}:${words[0]}.`);
  const given = (compared ?? piece.pattern.join("*")).toLowerCase();
  if (piece.pattern.length > 1) {
    // A list that is written out is what a wildcard means here; it goes on as a text.
    if (!words.some((word) => fits(piece.pattern, word))) throw noWord(name, words, given, piece);
    return { is: "text", pattern: piece.pattern.map((stretch) => stretch.toLowerCase()) };
  }
  if (!words.includes(given)) throw noWord(name, words, given, piece);
  if (by) return { is: "ranked", by: by as Comparison, value: given };
  return { is: "text", pattern: [given] };
}

/** Whether a pattern fits a word, in any case. */
export function fits(pattern: readonly string[], word: string): boolean {
  const parts = pattern.map((stretch) => stretch.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(word.toLowerCase());
}

function noWord(name: string, words: readonly string[], given: string, piece: Piece): SearchError {
  const near = nearest(given, words);
  return wrong(
    piece,
    `there is no ${name} “${cut(given)}”`,
    near ? `Did you mean ${name}:${near}? There are ${words.join(", ")}.` : `There are ${words.join(", ")}.`,
  );
}

function statusMatch(field: Field, piece: Piece): Match {
  const digits =
    piece.pattern.length === 2 && piece.pattern[1] === "" ? `${piece.pattern[0]}xx`.slice(0, 3) : "";
  const given = digits || (piece.pattern.length === 1 ? (piece.pattern[0] as string) : "");
  // 5xx, 5*, 50*
  const [, first] = STATUS_CLASS.exec(given) ?? [];
  if (first && /x$/i.test(given))
    return { is: "range", low: Number(`${first}00`), high: Number(`${first}99`) };
  if (/^[1-5]\dx$/i.test(given))
    return { is: "range", low: Number(`${given.slice(0, 2)}0`), high: Number(`${given.slice(0, 2)}9`) };
  return numberMatch("status", field, piece);
}

function numberMatch(name: string, field: Field, piece: Piece): Match {
  const text = piece.pattern.join("*");
  const [, by, compared] = COMPARED.exec(text) ?? [];
  if (by)
    return { is: "compared", by: by as Comparison, value: numberOf(name, field, compared ?? "", piece) };
  const dots = text.indexOf("..");
  if (dots < 0) return { is: "number", value: numberOf(name, field, text, piece) };
  const [low, high] = [text.slice(0, dots), text.slice(dots + 2)];
  if (high === "" || high === "*")
    return { is: "compared", by: ">=", value: numberOf(name, field, low, piece) };
  if (low === "" || low === "*")
    return { is: "compared", by: "<=", value: numberOf(name, field, high, piece) };
  const range = { low: numberOf(name, field, low, piece), high: numberOf(name, field, high, piece) };
  if (range.low > range.high)
    throw wrong(piece, "this range begins behind its end", `Write ${name}:${high}..${low}.`);
  return { is: "range", ...range };
}

function numberOf(name: string, { units = {}, whole }: Field, text: string, piece: Piece): number {
  const [, digits = "", unit = ""] = NUMBER.exec(text) ?? [];
  const factor =
    unit === "" ? 1 : Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
  const value = Number(digits) * (factor ?? Number.NaN);
  if (digits === "" || !Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) {
    const names = Object.keys(units);
    throw wrong(
      piece,
      `${name} needs a ${whole && !names.length ? "whole number" : "number"}, not “${cut(text)}”`,
      `Write ${name}:500, ${name}:>=500, ${name}:400..499 or ${name}:404,410${names.length ? `; units are ${names.join(", ")}` : ""}.`,
    );
  }
  // -0 would be printed as 0.
  return value + 0;
}

function addressMatch(name: string, piece: Piece): Match {
  const network = networkOf(piece.pattern.join("*"));
  if (!network)
    throw wrong(
      piece,
      `${name} needs an address or a network, not “${cut(piece.pattern.join("*"))}”`,
      `Write ${name}:203.0.113.7, ${name}:203.0.113.0/24, ${name}:203.0.113.* or ${name}:2001:db8::/32.`,
    );
  return { is: "network", network };
}

/** A network out of an address, an address with its length, or the first numbers of one. */
function networkOf(text: string): string | undefined {
  const [address = "", length, more] = text.toLowerCase().split("/");
  if (more !== undefined || address.includes("%")) return undefined;
  if (length !== undefined) {
    const isGood = /^(0|[1-9]\d{0,2})$/.test(length) && Number(length) <= (isIPv6(address) ? 128 : 32);
    return isIP(address) && isGood ? `${address}/${length}` : undefined;
  }
  if (isIP(address)) return address;
  const numbers = address.replace(/(\.\*|\.)*$/, "").split(".");
  if (numbers.length > 3) return undefined;
  const filled = [...numbers, ...Array<string>(4 - numbers.length).fill("0")].join(".");
  return isIP(filled) ? `${filled}/${8 * numbers.length}` : undefined;
}

function codeMatch(name: FieldName, piece: Piece): Match {
  const digits = piece.pattern.join("*").toLowerCase();
  const most = name === "id" ? 16 : 8;
  if (!/^[0-9a-f]+$/.test(digits) || digits.length > most)
    throw wrong(
      piece,
      `${name} needs ${most} hex digits, not “${cut(digits)}”`,
      `Copy it from an event: ${name}:${"5f0c2a118d3e4b67".slice(0, most)}.`,
    );
  return { is: "text", pattern: [digits] };
}

function refuseComparison(name: string, piece: Piece): void {
  if (!piece.quoted && COMPARED.test(piece.written))
    throw wrong(
      piece,
      `${name} is a text: it has no order`,
      `For this very text write ${name}:"${cut(piece.written)}".`,
    );
}

function wrong({ from, written }: Piece, message: string, nextStep: string): SearchError {
  return new SearchError(message, nextStep, from, Math.max(1, written.length));
}

const MOST_SHOWN = 40;

/** What was typed, as a message shows it. */
export function cut(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
