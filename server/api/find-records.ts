/**
 * The records of a body, found in place: where each begins and ends, and nothing copied.
 *
 * Records are not validated. One that is no JSON inside is kept by the filter as `raw`, since a shipper drops a batch that
 * is refused.
 */

import { HttpError } from "../http/error.ts";
import type { TimeSlices } from "../http/time-slices.ts";
import { CLOSE_BRACE, CR, LF, OPEN_BRACE, OPEN_BRACKET, QUOTE } from "./ascii.ts";
import { type BodyFormat, bodyFormatOf, formRefused, refuseOtherEncodings } from "./body-format.ts";
import { endOfValue, type Scan, skipBlanks, trimBlanks } from "./json-scan.ts";
import { refuseOtherProtocols } from "./other-protocols.ts";
import { MAX_RECORDS, Records } from "./records.ts";

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const NEXT_STEP =
  "Send an array of records as application/json, or one record a line as application/x-ndjson.";

/**
 * Finds the records of a body, in time slices.
 *
 * @param type the header content-type
 * @throws HttpError 400, 413 or 415
 */
export async function recordsOf(
  bytes: Buffer,
  type: string | undefined,
  slices: TimeSlices,
): Promise<Records> {
  const named = bodyFormatOf(type);
  refuseOtherEncodings(bytes);
  refuseOtherProtocols(bytes);
  // A form's own line ends are encoded: with one it is a file by curl --data-binary or wget --post-file.
  const format = named === "form" && bytes.includes(LF) ? "text" : named;
  const records = new Records(bytes);
  const search = findRecords(bytes, format, records);
  while (!search.next().done) if (slices.isOver) await slices.next();
  if (records.count > MAX_RECORDS)
    throw new HttpError(413, `the body has more than ${MAX_RECORDS} records`, "Send smaller batches.");
  return records;
}

function* findRecords(bytes: Buffer, format: BodyFormat, records: Records): Scan<void> {
  const hasMark = BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte);
  const from = skipBlanks(bytes, hasMark ? BYTE_ORDER_MARK.length : 0, bytes.length);
  const to = trimBlanks(bytes, from, bytes.length);
  if (from === to)
    throw new HttpError(400, "the body is empty", "Send records; none at all is an empty JSON array, [].");
  if (format !== "lines") {
    if (yield* isOneValue(bytes, from, to, format, records)) return;
    if (format === "json") {
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
    if (format !== "lines" && (yield* areObjects(bytes, first, end, records))) continue;
    if (format === "form") throw formRefused();
    records.add(begin, bytes[end - 1] === CR ? end - 1 : end, format === "text");
  }
}

/** Takes the body as one record, or as one array of records. @returns whether it is either */
function* isOneValue(
  bytes: Buffer,
  from: number,
  to: number,
  format: BodyFormat,
  records: Records,
): Scan<boolean> {
  if (format === "json" ? bytes[from] === OPEN_BRACE : isObject(bytes, from, to)) {
    if ((yield* endOfValue(bytes, from, to)) !== to) return false;
    records.add(from, to);
    return true;
  }
  // A line of a log may begin and end with a bracket, too.
  const isArray =
    bytes[from] === OPEN_BRACKET &&
    (format === "json" || isObject(bytes, skipBlanks(bytes, from + 1, to), to));
  if (!isArray) return false;
  let begin = from + 1;
  const end = yield* endOfValue(bytes, from, to, (comma) => {
    records.addTrimmed(begin, comma);
    begin = comma + 1;
  });
  if (end !== to) {
    records.truncate(0);
    return false;
  }
  records.addTrimmed(begin, end - 1);
  return true;
}

/** Takes objects one after the other, with any blanks between them. @returns whether there is nothing else */
function* areObjects(bytes: Buffer, from: number, to: number, records: Records): Scan<boolean> {
  const { count } = records;
  for (let at = from; at < to; ) {
    const end = isObject(bytes, at, to) ? yield* endOfValue(bytes, at, to) : -1;
    if (end < 0) {
      records.truncate(count);
      return false;
    }
    records.add(at, end);
    at = skipBlanks(bytes, end, to);
    yield;
  }
  return true;
}

/** Whether an object begins here, rather than a line of a log that begins with a brace. */
function isObject(bytes: Buffer, at: number, to: number): boolean {
  if (bytes[at] !== OPEN_BRACE) return false;
  const next = bytes[skipBlanks(bytes, at + 1, to)];
  return next === QUOTE || next === CLOSE_BRACE;
}

function noJson(first: number): HttpError {
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET)
    return new HttpError(400, "the body is neither an array of records nor a record", NEXT_STEP);
  return new HttpError(400, "the body is no JSON: it ends within a value, or goes on behind it", NEXT_STEP);
}
