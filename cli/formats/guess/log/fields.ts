/** Which field a column of a text log is: by the key before it, its values' shape, and what stood before. */
import { DEFAULT_TYPES, type PatternField } from "../../../../formats/lib/types.ts";
import { fieldOfKey } from "./names.ts";
import { commonShape, type Shape, shapeOf } from "./shapes.ts";

const KEY_BEFORE = /([A-Za-z_][\w.-]*)(?:=|:\s*)"?$/;

/** Fields of a number by the word behind it. */
const UNITS: Readonly<Record<string, Field>> = {
  ms: { field: "ms", type: "ms" },
  msec: { field: "ms", type: "ms" },
  milliseconds: { field: "ms", type: "ms" },
  s: { field: "ms", type: "s" },
  sec: { field: "ms", type: "s" },
  secs: { field: "ms", type: "s" },
  seconds: { field: "ms", type: "s" },
  us: { field: "ms", type: "us" },
  bytes: { field: "bytes", type: "number" },
};

/** Types of values that are read and forgotten; others are words or texts. */
const FORGOTTEN: Partial<Record<Shape, string>> = {
  address: "address",
  endpoint: "endpoint",
  time: "time",
};

export class FieldChooser {
  readonly #fields = new Set<PatternField>();
  readonly #notes: string[] = [];
  #before: PatternField | undefined;

  end(pattern: string): { pattern: string; fields: ReadonlySet<PatternField>; notes: string[] } {
    return { pattern, fields: this.#fields, notes: this.#notes };
  }

  rest(): string {
    this.#fields.add("message");
    return "{message}";
  }

  /** Whether a message begins here: words of no form, behind what a logger writes before. */
  isMessage(values: readonly string[], separator: string, next: string): boolean {
    const shape = commonShape(values);
    const isBare =
      /^[\s\ue002]*$/.test(separator) && next !== " [" && !this.#isWeb() && !this.#fields.has("method");
    const isWord = shape === undefined || shape === "word" || shape === "text";
    const isLogged = this.#fields.has("level") || this.#fields.has("service");
    return isBare && isLogged && isWord && !values.every((value) => /\w\.\w/.test(value));
  }

  /**
   * The field for a column.
   *
   * @param around texts before and behind it, and the next column's word where all lines have one
   */
  token(values: readonly string[], { separator, next, word }: Around): string {
    // A dash that parts header and message, and no absent value of an access line.
    if (!this.#fields.has("ip") && this.#fields.has("time") && values.every((value) => value === "-"))
      return "-";
    const isQuoted = separator.endsWith('"') && next.startsWith('"');
    const shape = commonShape(values);
    const named =
      this.#byKey(KEY_BEFORE.exec(separator)?.[1], values) ??
      this.#byShape(values, shape, { isQuoted, word, next });
    if (named && !this.#fields.has(named.field)) {
      this.#fields.add(named.field);
      this.#before = named.field;
      return `{${named.field}${textType(named, isQuoted)}}`;
    }
    if (isQuoted) return "{:quoted}";
    const isLast = next === "";
    if (shape && FORGOTTEN[shape]) return `{:${FORGOTTEN[shape]}}`;
    return isLast || /^[\s\])}>,;:|"]/.test(next) ? "{:word}" : "{}";
  }

  #byKey(key: string | undefined, values: readonly string[]): Field | undefined {
    const named = key === undefined ? undefined : fieldOfKey(key, values);
    if (!named) return undefined;
    if (named.unsure && !this.#fields.has("ms")) this.#notes.push(named.unsure);
    return named;
  }

  #byShape(
    values: readonly string[],
    shape: Shape | undefined,
    { isQuoted, word, next }: { isQuoted: boolean; word?: string | undefined; next: string },
  ): Field | undefined {
    const unit = UNITS[word ?? ""];
    if (unit && (shape === "number" || shape === "decimal" || shape === "status")) return unit;
    // The account stands between address and time.
    if (next === " [" && this.#fields.has("ip") && !this.#fields.has("time"))
      return { field: "user", type: "text" };
    switch (shape) {
      case "time":
        return { field: "time" };
      case "address":
        return { field: "ip" };
      case "endpoint":
        return { field: "ip", type: "endpoint" };
      case "request":
        return { field: "request" };
      case "method":
        return { field: "method" };
      case "version":
        return { field: "version" };
      case "target":
        return this.#fields.has("method") ? { field: "path" } : undefined;
      case "url":
        return isQuoted ? { field: "ref" } : this.#before === "method" ? { field: "path" } : undefined;
      case "status":
        return this.#isWeb() ? { field: "status" } : undefined;
      case "number":
        return this.#before === "status" ? { field: "bytes" } : undefined;
      case "level":
        return { field: "level" };
      case "duration":
        return { field: "ms", type: "duration" };
      case "decimal":
        return this.#isWeb() ? this.#seconds() : undefined;
      case "agent":
        return isQuoted ? { field: "ua" } : undefined;
      case "word":
        if (this.#before === "level" && values.every((value) => /\w\.\w/.test(value)))
          return { field: "service" };
        return isHost(values) ? { field: "host" } : undefined;
      default:
        return isQuoted ? this.#quoted(values) : undefined;
    }
  }

  #isWeb(): boolean {
    return this.#fields.has("request") || this.#fields.has("path");
  }

  #seconds(): Field {
    if (!this.#fields.has("ms"))
      this.#notes.push(
        "a number with a fraction is taken for seconds ({ms:s}); the types ms, us and ns are others",
      );
    return { field: "ms", type: "s" };
  }

  /** Values of several shapes: scanners send requests and agents of any form. */
  #quoted(values: readonly string[]): Field | undefined {
    const share = (shape: Shape) => values.filter((value) => shapeOf(value) === shape).length / values.length;
    if (share("request") > 0.5) return { field: "request" };
    if (share("agent") > 0.3) return { field: "ua" };
    return share("url") > 0.2 ? { field: "ref" } : undefined;
  }
}

/** Texts around a column. */
interface Around {
  separator: string;
  next: string;
  word?: string | undefined;
}

function isHost(values: readonly string[]): boolean {
  return values.every((value) => /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?$/.test(value));
}

interface Field {
  field: PatternField;
  type?: string;
}

const TEXTS: readonly PatternField[] = [
  "method",
  "path",
  "version",
  "host",
  "service",
  "user",
  "ua",
  "ref",
  "request",
  "query",
  "message",
];

function textType({ field, type }: Field, isQuoted: boolean): string {
  if (type && type !== DEFAULT_TYPES[field]) return type === "text" ? "" : `:${type}`;
  if (!TEXTS.includes(field)) return "";
  return isQuoted ? ":quoted" : ":word";
}
