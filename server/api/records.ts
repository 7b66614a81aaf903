/**
 * The records of a body, found in place: where each begins and ends, and nothing copied.
 *
 * No record is looked into. What is no JSON inside is the filter's to keep as `raw`: a request that is refused is a batch
 * that a shipper drops.
 */
import { isUtf8 } from "node:buffer";
import { MAX_LINE_BYTES } from "../../host/limits.ts";
import { writeRecord } from "../../host/record.ts";
import { HttpError } from "../http/error.ts";
import type { Turns } from "../http/time-slices.ts";
import { type Form, formOf, noForm, refuseOtherCodes } from "./body-format.ts";
import { endOfValue, type Scan, skipBlanks, trimBlanks } from "./json-scan.ts";

/** Of one request: some seconds' work for the store. */
export const MAX_RECORDS = 20_000;

const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const SPACE = 0x20;
const QUOTE = 0x22;
const BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const BRACKET = 0x5b;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** From here on a record is looked at for what would make the filter's answer some times as long. */
const LARGE_BYTES = 64 * 1024;

/** The records of one body. Valid as long as its bytes are. */
export class Records {
  readonly #bytes: Buffer;
  readonly #froms: number[] = [];
  readonly #tos: number[] = [];
  readonly #isText: boolean[] = [];
  /** How many of those that were read were longer than {@link MAX_LINE_BYTES}, and end there. */
  cut = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get count(): number {
    return this.#froms.length;
  }

  /** A record for the filter, as JSON or what was sent as such; valid until the next is asked for. */
  at(index: number): Uint8Array {
    const bytes = this.#bytes.subarray(this.#froms[index], this.#tos[index]);
    if (!this.#isText[index] && !isStrange(bytes)) return bytes;
    const record = writeRecord(bytes);
    if (record.cut > 0) this.cut++;
    return record.bytes;
  }

  /** Adds the record between two places, unless nothing stands there. */
  add(from: number, to: number, isText = false): void {
    // One more than there may be is enough to know.
    if (from === to || this.count > MAX_RECORDS) return;
    this.#froms.push(from);
    this.#tos.push(to);
    this.#isText.push(isText);
  }

  /** Adds it without the blanks around it. */
  addTrimmed(from: number, to: number): void {
    const begin = skipBlanks(this.#bytes, from, to);
    this.add(begin, trimBlanks(this.#bytes, begin, to));
  }

  /** Forgets what was added since there were so many. */
  forget(count: number): void {
    for (const list of [this.#froms, this.#tos, this.#isText]) list.length = count;
  }
}

/** Whether a record is longer than one may be, or is large and no JSON: what is kept of it then is its text. */
function isStrange(bytes: Uint8Array): boolean {
  if (bytes.length <= LARGE_BYTES) return false;
  if (bytes.length > MAX_LINE_BYTES || bytes[0] !== BRACE || !isUtf8(bytes)) return true;
  return bytes.some((byte) => byte < SPACE && byte !== TAB && byte !== LF && byte !== CR);
}

/**
 * @param type the header content-type
 * @throws HttpError 400, 413 or 415
 */
export async function recordsOf(bytes: Buffer, type: string | undefined, turns: Turns): Promise<Records> {
  const form = formOf(type);
  refuseOtherCodes(bytes);
  const records = new Records(bytes);
  const search = find(bytes, form, records);
  while (!search.next().done) if (turns.isOver) await turns.next();
  if (records.count > MAX_RECORDS)
    throw new HttpError(413, `the body has more than ${MAX_RECORDS} records`, "Send smaller batches.");
  return records;
}

function* find(bytes: Buffer, form: Form, records: Records): Scan<void> {
  const hasMark = BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte);
  const from = skipBlanks(bytes, hasMark ? BYTE_ORDER_MARK.length : 0, bytes.length);
  const to = trimBlanks(bytes, from, bytes.length);
  if (from === to)
    throw new HttpError(400, "the body is empty", "Send records; none at all is an empty JSON array, [].");
  if (form !== "lines") {
    if (yield* isOneValue(bytes, from, to, form, records)) return;
    if (form === "json") {
      if (yield* areObjects(bytes, from, to, records)) return;
      throw noJson(bytes[from] as number);
    }
  }
  for (let at = from; at < to && records.count <= MAX_RECORDS; yield) {
    const newline = bytes.indexOf(LF, at);
    const end = newline < 0 || newline > to ? to : newline;
    const begin = at;
    at = end + 1;
    const first = skipBlanks(bytes, begin, end);
    if (first === end) continue;
    if (form !== "lines" && (yield* areObjects(bytes, first, end, records))) continue;
    if (form === "form") throw noForm();
    records.add(begin, bytes[end - 1] === CR ? end - 1 : end, form === "text");
  }
}

/** Takes the whole as one record, or as an array of them. */
function* isOneValue(bytes: Buffer, from: number, to: number, form: Form, records: Records): Scan<boolean> {
  if (form === "json" ? bytes[from] === BRACE : isObject(bytes, from, to)) {
    if ((yield* endOfValue(bytes, from, to)) !== to) return false;
    records.add(from, to);
    return true;
  }
  // A line of a log may begin with a bracket too, and end with one.
  const isArray =
    bytes[from] === BRACKET && (form === "json" || isObject(bytes, skipBlanks(bytes, from + 1, to), to));
  if (!isArray) return false;
  let begin = from + 1;
  const end = yield* endOfValue(bytes, from, to, (comma) => {
    records.addTrimmed(begin, comma);
    begin = comma + 1;
  });
  if (end !== to) {
    records.forget(0);
    return false;
  }
  records.addTrimmed(begin, end - 1);
  return true;
}

/** Takes one object after the other, whatever blanks are between them. */
function* areObjects(bytes: Buffer, from: number, to: number, records: Records): Scan<boolean> {
  const { count } = records;
  for (let at = from; at < to; ) {
    const end = isObject(bytes, at, to) ? yield* endOfValue(bytes, at, to) : -1;
    if (end < 0) {
      records.forget(count);
      return false;
    }
    records.add(at, end);
    at = skipBlanks(bytes, end, to);
    yield;
  }
  return true;
}

/** Whether an object may begin here: a line of a log may begin with a brace too. */
function isObject(bytes: Buffer, at: number, to: number): boolean {
  if (bytes[at] !== BRACE) return false;
  const next = bytes[skipBlanks(bytes, at + 1, to)];
  return next === QUOTE || next === CLOSE_BRACE;
}

function noJson(first: number): HttpError {
  if (first !== BRACE && first !== BRACKET)
    return new HttpError(400, "the body is neither an array of records nor a record", HOW);
  return new HttpError(400, "the body is no JSON: it ends within a value, or goes on behind it", HOW);
}

const HOW = "Send an array of records as application/json, or one record a line as application/x-ndjson.";
