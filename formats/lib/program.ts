/** A pattern as the bytes that the filter runs; the operations are drawn in filter/parse/formats/operations.ts. */
import type { ValueField } from "./format.ts";
import type { Item } from "./pattern.ts";
import { PAIR_STYLES, PATTERN_FIELDS, type PatternField, TYPED } from "./types.ts";

/** Operations, numbered as the filter's `Op`. */
const OP = {
  end: 0,
  literal: 1,
  blanks: 2,
  text: 3,
  rest: 4,
  take: 5,
  optional: 6,
  choice: 7,
  set: 8,
  pairs: 9,
  quoted: 10,
  jump: 11,
} as const;
/** How a text is searched for its end: bits. */
const SEARCH = { last: 1, only: 2, word: 4, takesLiteral: 8, mayEnd: 16 } as const;
const NO_FIELD = 255;

/** Number of a field, as the filter's `Field`, by its name. */
export type FieldNumbers = (field: PatternField) => number;

/** Numbers of the fields of a module's schema. */
export function fieldNumbers(schemaFields: readonly string[]): FieldNumbers {
  const numbers = new Map(PATTERN_FIELDS.map((field) => [field, schemaFields.indexOf(field)]));
  return (field) => numbers.get(field) as number;
}

/** A text with its length before it. */
export function literal(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

class Assembler {
  readonly #numbers: FieldNumbers;

  constructor(numbers: FieldNumbers) {
    this.#numbers = numbers;
  }

  #field(field: PatternField | null): number {
    return field === null ? NO_FIELD : this.#numbers(field);
  }

  /** @param outside what stands behind the part at hand */
  items(items: readonly Item[], outside: readonly Item[]): Buffer {
    return Buffer.concat(this.parts(items, outside));
  }

  /** Bytes of each operation; those of an optional part are one with it. */
  parts(items: readonly Item[], outside: readonly Item[]): Buffer[] {
    const parts: Buffer[] = [];
    for (let i = 0; i < items.length; i++) {
      const item = items[i] as Item;
      const behind = [...items.slice(i + 1), ...outside];
      const [bytes, taken] = this.#item(item, behind, i + 1 < items.length);
      parts.push(bytes);
      if (taken) i++;
    }
    return parts;
  }

  /** Bytes of an item, and whether the literal behind is part of them. */
  #item(item: Item, behind: readonly Item[], mayTake: boolean): [Buffer, boolean] {
    switch (item.is) {
      case "literal":
        return [Buffer.concat([Buffer.from([OP.literal]), literal(item.text)]), false];
      case "blanks":
        return [Buffer.from([OP.blanks]), false];
      case "typed":
        return [Buffer.from([OP.take, this.#field(item.field), TYPED.indexOf(item.type)]), false];
      case "choice": {
        const words = [...item.words].sort((a, b) => b.length - a.length).map(literal);
        return [
          Buffer.concat([Buffer.from([OP.choice, this.#field(item.field), words.length]), ...words]),
          false,
        ];
      }
      case "optional": {
        const [first, ...rest] = item.items as [Item & { is: "literal" }, ...Item[]];
        const lead = literal(first.text);
        const body = this.items(rest, behind);
        const head = Buffer.from([OP.optional, 0, 0]);
        head.writeUInt16LE(body.length, 1);
        return [Buffer.concat([head, lead, body]), false];
      }
      case "pairs":
        return [Buffer.from([OP.pairs, PAIR_STYLES.indexOf(item.style)]), false];
      case "text":
        return this.#text(item, behind, mayTake);
    }
  }

  #text(item: Item & { is: "text" }, behind: readonly Item[], mayTake: boolean): [Buffer, boolean] {
    const field = this.#field(item.field);
    if (item.type === "quoted") return [Buffer.from([OP.quoted, field]), false];
    const word = item.type === "word" ? SEARCH.word : 0;
    if (behind.length === 0 || item.type === "rest") return [Buffer.from([OP.rest, field, word]), false];
    const ends: string[] = [];
    let at = 0;
    for (; behind[at]?.is === "optional"; at++) {
      const [first] = (behind[at] as Item & { is: "optional" }).items;
      ends.push((first as Item & { is: "literal" }).text);
    }
    const next = behind[at];
    if (next?.is === "literal") ends.push(next.text);
    else if (next?.is === "blanks") ends.push(" ");
    const takes = mayTake && at === 0 && next?.is === "literal";
    const mode =
      word |
      (item.type === "last" ? SEARCH.last : item.type === "only" ? SEARCH.only : 0) |
      (takes ? SEARCH.takesLiteral : 0) |
      (next === undefined ? SEARCH.mayEnd : 0);
    return [Buffer.concat([Buffer.from([OP.text, field, mode, ends.length]), ...ends.map(literal)]), takes];
  }

  set(constants: readonly [PatternField, string][]): Buffer {
    return Buffer.concat(
      constants.flatMap(([field, text]) => [Buffer.from([OP.set, this.#field(field)]), literal(text)]),
    );
  }
}

/** The operations of a pattern, one Buffer each, and last those of the constants that it sets. */
export function assemble(
  items: readonly Item[],
  constants: readonly [PatternField, string][],
  numbers: FieldNumbers,
): Buffer[] {
  const assembler = new Assembler(numbers);
  const end = Buffer.from([OP.end]);
  return [...assembler.parts(items, []), Buffer.concat([end, assembler.set(constants), end])];
}

/** Bytes of a jump. */
export const JUMP_BYTES = 3;

/**
 * A jump to operations that lie before it.
 *
 * @param bytes how far before
 */
export function jump(bytes: number): Buffer {
  const operation = Buffer.alloc(JUMP_BYTES, OP.jump);
  operation.writeUInt16LE(bytes, 1);
  return operation;
}

/** Bytes of the operations with which both patterns begin. */
export function sharedBytes(one: readonly Buffer[], other: readonly Buffer[]): number {
  const differing = one.findIndex((operation, i) => other[i] === undefined || !operation.equals(other[i]));
  const same = differing < 0 ? one : one.slice(0, differing);
  return same.reduce((sum, { length }) => sum + length, 0);
}

/** Words of a format and what they stand for: `field, word, count, (length, bytes)…` for each, 255 at the end. */
export function encodeValues(
  values: Partial<Record<ValueField, [string, string[]][]>>,
  numbers: FieldNumbers,
): Buffer {
  const parts = Object.entries(values).flatMap(([field, lists]) =>
    lists.map(([word, words]) =>
      Buffer.concat([
        Buffer.from([numbers(field as ValueField)]),
        literal(word),
        Buffer.from([words.length]),
        ...words.map((entry) => literal(entry.toLowerCase())),
      ]),
    ),
  );
  return Buffer.concat([...parts, Buffer.from([NO_FIELD])]);
}
