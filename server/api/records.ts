import { isUtf8 } from "node:buffer";
import { MAX_LINE_BYTES } from "../../host/limits.ts";
import { writeRecord } from "../../host/record.ts";
import { CR, LF, OPEN_BRACE, SPACE, TAB } from "./ascii.ts";
import { skipBlanks, trimBlanks } from "./json-scan.ts";

/** Of one request: some seconds' work for the store. */
export const MAX_RECORDS = 20_000;

/** Records from this size on are searched for what would make the filter's answer several times as long. */
const LARGE_BYTES = 64 * 1024;

/** The records of one body, in place: valid as long as its bytes are. */
export class Records {
  readonly #bytes: Buffer;
  readonly #froms: number[] = [];
  readonly #tos: number[] = [];
  readonly #isText: boolean[] = [];
  /** How many of the records that were read were longer than {@link MAX_LINE_BYTES}, and end there. */
  cut = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get count(): number {
    return this.#froms.length;
  }

  /** A record for the filter: JSON, or what was sent as JSON. Valid until the next one is asked for. */
  at(index: number): Uint8Array {
    const bytes = this.#bytes.subarray(this.#froms[index], this.#tos[index]);
    if (!this.#isText[index] && !needsWrapping(bytes)) return bytes;
    const record = writeRecord(bytes);
    if (record.cut > 0) this.cut++;
    return record.bytes;
  }

  /** Adds the record between two offsets, unless it is empty. */
  add(from: number, to: number, isText = false): void {
    // One more than the limit is enough to know that there are too many.
    if (from === to || this.count > MAX_RECORDS) return;
    this.#froms.push(from);
    this.#tos.push(to);
    this.#isText.push(isText);
  }

  /** Adds the record between two offsets without the blanks around it. */
  addTrimmed(from: number, to: number): void {
    const begin = skipBlanks(this.#bytes, from, to);
    this.add(begin, trimBlanks(this.#bytes, begin, to));
  }

  /** Keeps the first `count` records. */
  truncate(count: number): void {
    for (const list of [this.#froms, this.#tos, this.#isText]) list.length = count;
  }
}

/** Whether a record is too long, or large and no JSON: its text is then wrapped as a line of a log is. */
function needsWrapping(bytes: Uint8Array): boolean {
  if (bytes.length <= LARGE_BYTES) return false;
  if (bytes.length > MAX_LINE_BYTES || bytes[0] !== OPEN_BRACE || !isUtf8(bytes)) return true;
  return bytes.some((byte) => byte < SPACE && byte !== TAB && byte !== LF && byte !== CR);
}
