/**
 * Reads a query line.
 *
 *     query  = and { "OR" and }
 *     and    = not { [ "AND" ] not }
 *     not    = ( "-" | "NOT" ) not | "(" query ")" | term
 *     term   = name ":" values | word | phrase
 *     values = value { "," value }
 *     value  = [ ">=" | ">" | "<=" | "<" ] word | number ".." number | word | phrase | "*"
 */
import type { Match, Query } from "./ast.ts";
import { SearchError } from "./error.ts";
import { fieldOf, RECORD } from "./fields.ts";
import { noField, refuseLookAlikes, refuseLowerCase } from "./look-alikes.ts";
import { Scanner } from "./scan.ts";
import { matchOf, recordMatch } from "./values.ts";

export const MOST_CHARACTERS = 2_000;
const MOST_TERMS = 100;
const MOST_DEPTH = 20;

/** A name, its colon, and the value right behind. `http://` and `std::string` are no fields. */
const NAME = /([A-Za-z_@][\w.@-]*):(?!\/\/|:)/y;
const RECORD_NAME =
  /record\.((?:[^\s:."()\\]+|"(?:[^"\\]|\\.)*")(?:\.(?:[^\s:."()\\]+|"(?:[^"\\]|\\.)*"))*):/iy;
const SEGMENT = /"((?:[^"\\]|\\.)*)"|[^."]+/g;
const OPERATOR = /(AND|OR|NOT)(?=[\s()]|$)/y;

/** @throws SearchError and nothing else, whatever the text is */
export function parse(text: string): Query {
  if (text.length > MOST_CHARACTERS)
    throw new SearchError(
      `the query has more than ${MOST_CHARACTERS} characters`,
      "Leave out what is not needed.",
      MOST_CHARACTERS,
      text.length - MOST_CHARACTERS,
    );
  const nul = text.indexOf("\0");
  if (nul >= 0)
    throw new SearchError("there is a NUL in the query", "No log line has one: leave it out.", nul);
  return new Parser(text).query();
}

class Parser {
  readonly #scan: Scanner;
  #terms = 0;

  constructor(text: string) {
    this.#scan = new Scanner(text);
  }

  query(): Query {
    const scan = this.#scan;
    scan.skipBlanks();
    if (scan.isOver) return { type: "all" };
    const query = this.#or(0);
    if (!scan.isOver)
      throw new SearchError(
        "this parenthesis closes none",
        'Leave it out, or put it in quotes: ")".',
        scan.at,
      );
    return query;
  }

  #or(depth: number): Query {
    const members = [this.#and(depth)];
    while (this.#operator("OR")) members.push(this.#and(depth));
    return joined("or", members);
  }

  #and(depth: number): Query {
    const members: Query[] = [];
    for (;;) {
      this.#scan.skipBlanks();
      if (members.length > 0) {
        this.#operator("AND");
        this.#scan.skipBlanks();
        if (this.#isNext("OR")) break;
        if (this.#scan.isOver || this.#scan.here === ")") break;
        refuseLowerCase(this.#scan, members.at(-1));
      }
      members.push(this.#not(depth));
    }
    return joined("and", members);
  }

  #not(depth: number): Query {
    const scan = this.#scan;
    scan.skipBlanks();
    if (depth > MOST_DEPTH)
      throw new SearchError(
        `more than ${MOST_DEPTH} things are inside one another`,
        "Say it more simply.",
        scan.at,
      );
    const from = scan.at;
    if (this.#isNext("AND") || this.#isNext("OR"))
      throw new SearchError(
        "something is missing in front of this",
        'Write a term on both sides; for the word itself, put it in quotes: "OR".',
        from,
        2,
      );
    if (this.#operator("NOT")) return { type: "not", member: this.#not(depth + 1) };
    if (scan.here === "-" && !scan.isEnd(scan.at + 1)) {
      scan.at++;
      if (scan.here === "-")
        throw new SearchError(
          "there are two minus signs",
          'For a text that begins so write it in quotes: "--help".',
          from,
          2,
        );
      return { type: "not", member: this.#not(depth + 1) };
    }
    if (scan.isOver || scan.here === ")")
      throw new SearchError(
        "something is missing here",
        "Write a word, a phrase in quotes, or a field such as status:404.",
        Math.min(from, scan.text.length - 1),
      );
    if (!scan.take("(")) return this.#term();
    const group = this.#or(depth + 1);
    if (!scan.take(")"))
      throw new SearchError("this parenthesis is not closed", 'Close it, or put it in quotes: "(".', from);
    return group;
  }

  #term(): Query {
    const scan = this.#scan;
    if (++this.#terms > MOST_TERMS)
      throw new SearchError(`the query has more than ${MOST_TERMS} terms`, "Say it more simply.", scan.at);
    const from = scan.at;
    const record = scan.match(RECORD_NAME);
    if (record) {
      const path = [...(record[1] as string).matchAll(SEGMENT)].map(
        ([written, quoted]) => quoted?.replace(/\\(.)/gs, "$1") ?? written,
      );
      const name = `${RECORD}.${record[1]}`;
      return { type: "record", path, matches: this.#values(name, from, (piece) => recordMatch(name, piece)) };
    }
    const [written, given] = scan.match(NAME) ?? [];
    if (written !== undefined && given !== undefined) {
      const field = fieldOf(given);
      if (!field) throw noField(given, written, from, scan);
      return { type: "field", field, matches: this.#values(field, from, (piece) => matchOf(field, piece)) };
    }
    const piece = scan.piece();
    if (!piece.quoted) refuseLookAlikes(piece.written, from);
    if (piece.pattern.every((stretch) => stretch === ""))
      throw new SearchError(
        "this asks for no text",
        "Write a word, or nothing at all for all lines.",
        from,
        piece.written.length,
      );
    return { type: "text", pattern: piece.pattern };
  }

  #values(name: string, from: number, read: (piece: ReturnType<Scanner["piece"]>) => Match): Match[] {
    const scan = this.#scan;
    const matches: Match[] = [];
    do {
      if (scan.here === "(")
        throw new SearchError(
          "a list of values has no parentheses",
          `Write ${name}:a,b for one of them.`,
          scan.at,
        );
      if (scan.isEnd() || scan.here === ",")
        throw new SearchError(
          `${name} has no value`,
          `Write it right behind the colon or comma; ${name}:* fits any, and "${name}:" in quotes is text.`,
          from,
          scan.at - from,
        );
      matches.push(read(scan.piece(",")));
    } while (scan.take(","));
    if (!scan.isEnd())
      throw new SearchError(
        "a parenthesis stands in a value",
        `Put the value in quotes: ${name}:"a(b)".`,
        scan.at,
      );
    return matches;
  }

  #operator(name: "AND" | "OR" | "NOT"): boolean {
    if (!this.#isNext(name)) return false;
    this.#scan.at += name.length;
    return true;
  }

  #isNext(name: string): boolean {
    OPERATOR.lastIndex = this.#scan.at;
    return OPERATOR.exec(this.#scan.text)?.[1] === name;
  }
}

/** One member stands for itself; members of the same type are taken up. */
function joined(type: "and" | "or", members: readonly Query[]): Query {
  const flat = members.flatMap((member) => (member.type === type ? member.members : [member]));
  return flat.length === 1 ? (flat[0] as Query) : { type, members: flat };
}
