/** Patterns as they are written, taken apart; the language is described in formats/README.md. */
import { FormatError } from "./error.ts";
import {
  ANY_TYPES,
  DEFAULT_TYPES,
  FIELD_TYPES,
  PAIR_STYLES,
  PATTERN_FIELDS,
  type PairStyle,
  type PatternField,
  TEXTS,
  type Text,
  TYPED,
  TYPED_ONLY,
  type Typed,
} from "./types.ts";

/** A part of a pattern. A field of `null` is read and forgotten. */
export type Item =
  | { is: "literal"; text: string }
  | { is: "blanks" }
  | { is: "text"; field: PatternField | null; type: Text }
  | { is: "typed"; field: PatternField | null; type: Typed }
  | { is: "choice"; field: PatternField | null; words: string[] }
  | { is: "optional"; items: Item[] }
  | { is: "pairs"; style: PairStyle };

/** Depth of optional parts in each other. */
const MAX_DEPTH = 2;
/** Places of searched texts whose end is the last or the only one: each looks at the rest of the line once more. */
const MAX_LAST = 4;
const MAX_LITERAL_BYTES = 200;

class Parser {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  fail(why: string, at = this.#at): never {
    throw new FormatError(`pattern, column ${at + 1}: ${why}`);
  }

  items(depth: number): Item[] {
    const items: Item[] = [];
    let literal = "";
    const flush = () => {
      if (literal !== "") items.push({ is: "literal", text: literal });
      literal = "";
    };
    while (this.#at < this.#source.length) {
      const two = this.#source.slice(this.#at, this.#at + 2);
      if (two === "{{" || (two === "}}" && !this.#closes(depth))) {
        literal += two[0];
        this.#at += 2;
      } else if (this.#source[this.#at] === "}") {
        if (depth === 0) this.fail("a } without its {; write }} for the character");
        break;
      } else if (two === "{?") {
        if (depth === MAX_DEPTH) this.fail(`optional parts nest ${MAX_DEPTH} deep at most`);
        flush();
        const start = this.#at;
        this.#at += 2;
        const inner = this.items(depth + 1);
        if (this.#source[this.#at] !== "}") this.fail("the optional part has no }", start);
        this.#at++;
        if (inner[0]?.is !== "literal") this.fail("an optional part begins with literal text", start);
        items.push({ is: "optional", items: inner });
      } else if (two[0] === "{") {
        flush();
        items.push(this.#field());
      } else literal += this.#source[this.#at++];
    }
    flush();
    return items;
  }

  /** Whether the first of two closing braces ends an optional part: in a longer row the doubled ones come first. */
  #closes(depth: number): boolean {
    let braces = 0;
    while (this.#source[this.#at + braces] === "}") braces++;
    return braces === 2 && depth === MAX_DEPTH;
  }

  #field(): Item {
    const start = this.#at;
    const close = this.#source.indexOf("}", start);
    if (close < 0) this.fail("a { without its }; write {{ for the character");
    const inside = this.#source.slice(start + 1, close);
    this.#at = close + 1;
    if (inside === " ") return { is: "blanks" };
    const choice = /^(\w*)=(.+)$/s.exec(inside);
    if (choice) {
      const words = (choice[2] as string).split("|");
      if (words.includes("")) this.fail("an empty word among the choices", start);
      return { is: "choice", field: this.#name(choice[1] as string, start), words };
    }
    const [name = "", type, more] = inside.split(":");
    if (more !== undefined) this.fail("a field has one type", start);
    if (name === "pairs") {
      const style = PAIR_STYLES.find((style) => style === (type ?? "logfmt"));
      if (style === undefined)
        this.fail(`pairs are {pairs}, or of a style: ${PAIR_STYLES.join(", ")}`, start);
      return { is: "pairs", style };
    }
    return this.#typed(this.#name(name, start), type, start);
  }

  #name(name: string, at: number): PatternField | null {
    if (name === "") return null;
    if (!(PATTERN_FIELDS as readonly string[]).includes(name))
      this.fail(`there is no field ${name}; fields are ${PATTERN_FIELDS.join(", ")}`, at);
    return name as PatternField;
  }

  #typed(field: PatternField | null, given: string | undefined, at: number): Item {
    const type = given ?? (field && DEFAULT_TYPES[field]) ?? "text";
    if ((TEXTS as readonly string[]).includes(type)) {
      if (field && TYPED_ONLY.includes(field)) this.fail(`${field} can't be any text`, at);
      return { is: "text", field, type: type as Text };
    }
    if (!(TYPED as readonly string[]).includes(type))
      this.fail(`there is no type ${type}; types are ${[...TEXTS, ...TYPED].join(", ")}`, at);
    const allowed = field === null ? TYPED : (FIELD_TYPES[field] ?? ANY_TYPES);
    if (!allowed.includes(type as Typed))
      this.fail(`${field} can't be ${type}, only ${allowed.join(", ")}`, at);
    return { is: "typed", field, type: type as Typed };
  }

  /** Whether all was read. */
  atEnd(): boolean {
    return this.#at === this.#source.length;
  }
}

/** Whether an item shows by itself where it ends. */
function delimits(item: Item): boolean {
  return item.is !== "text" || item.type === "quoted";
}

/** The pattern's problems that no single item shows. */
function check(items: readonly Item[], isLast: boolean, parser: Parser, outside: Item | undefined): number {
  let searches = 0;
  items.forEach((item, i) => {
    const next = items[i + 1] ?? outside;
    const ends = next === undefined && isLast;
    if (item.is === "literal" && Buffer.byteLength(item.text) > MAX_LITERAL_BYTES)
      parser.fail(`a literal has ${MAX_LITERAL_BYTES} bytes at most`);
    if (item.is === "pairs" && !ends) parser.fail("{pairs} stands last");
    if (item.is === "text") {
      if (item.type === "last" || item.type === "only") searches++;
      if (item.type === "rest" && !ends) parser.fail("a field of type rest stands last");
      if (ends && (item.type === "last" || item.type === "only"))
        parser.fail(`a text at the end has no ${item.type} place`);
      if (!delimits(item) && next && next.is !== "literal" && next.is !== "optional" && next.is !== "blanks")
        parser.fail("a text ends where literal text stands: put some behind it, or give it a type");
    }
    if (item.is === "optional")
      searches += check(item.items, isLast && i + 1 === items.length, parser, items[i + 1] ?? outside);
  });
  return searches;
}

/** An address, a colon and a port are one item: of an IPv6 address only the last colon is the port's. */
function joinPorts(items: readonly Item[]): Item[] {
  const joined: Item[] = [];
  for (let i = 0; i < items.length; i++) {
    const [item, colon, port] = [items[i] as Item, items[i + 1], items[i + 2]];
    const isPair =
      item.is === "typed" &&
      item.type === "address" &&
      colon?.is === "literal" &&
      colon.text === ":" &&
      port?.is === "typed" &&
      (port.type === "port" || (port.field === null && port.type === "number"));
    if (isPair && (item.field === "ip" ? port.field !== "dport" : port.field !== "sport")) {
      joined.push({ ...item, type: "address-port" });
      i += 2;
    } else joined.push(item.is === "optional" ? { ...item, items: joinPorts(item.items) } : item);
  }
  return joined;
}

/**
 * Takes a pattern apart.
 *
 * @throws FormatError where it is none, with the column and the reason
 */
export function parsePattern(source: string): Item[] {
  const parser = new Parser(source);
  const items = parser.items(0);
  if (!parser.atEnd()) parser.fail("a } without its {; write }} for the character");
  if (items.length === 0) parser.fail("it is empty");
  if (check(items, true, parser, undefined) > MAX_LAST)
    parser.fail(`at most ${MAX_LAST} texts end at their last or only place`);
  return joinPorts(items);
}
