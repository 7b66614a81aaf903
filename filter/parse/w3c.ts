/**
 * W3C extended log files (https://www.w3.org/TR/WD-logfile): IIS's and CloudFront's. A line `#Fields: date time c-ip …` names
 * the columns of the lines behind it.
 *
 * A line counts where it has just as many columns as its file's `#Fields` line, and in those of address, status and date
 * such values: no such line, whoever wrote it, makes the other parsers' lines read wrong.
 */
import { Field } from "../schema/fields";
import { ascii, findByte, lengthOf, parseUnsigned, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME } from "../text/clock";
import { timeAt } from "../text/time-at";
import { isAddress } from "./endpoint";
import { commitService, commitValue } from "./formats/commit";
import { noteFormat } from "./formats/find";
import { parsed } from "./parsed";
import { Column, columnAt, hasColumn, IGNORED, Layout, layoutAtHand, learnLayout } from "./w3c-layout";
import { joinQuery } from "./web-record";
import { trimmedEnd } from "./words";

const FIELDS: usize = ascii("#Fields:");
const SOFTWARE: usize = ascii("#Software:");
const VERSION: usize = ascii("#Version:");
const DATE: usize = ascii("#Date:");

/** Reads a directive; false for any other line. */
export function w3cDirective(at: usize, end: usize): bool {
  if (startsWith(at, end, FIELDS)) {
    learnLayout(at + lengthOf(FIELDS), end);
    return true;
  }
  return startsWith(at, end, SOFTWARE) || startsWith(at, end, VERSION) || startsWith(at, end, DATE);
}

/** Whether the value at [at, stop) may stand in the column. */
function isSound(column: Column, at: usize, stop: usize, end: usize, now: i64): bool {
  if (at == stop) return false;
  if (stop - at == 1 && load<u8>(at) == Char.Minus) return true;
  switch (<u32>column.field) {
    case Field.Ip:
    case Field.Dst:
      return isAddress(at, stop);
    case Field.Status:
      return stop - at == 3 && parseUnsigned(at, stop) >= 0;
    case Field.Time:
      return timeAt(at, end, now) != NO_TIME;
    default:
      return true;
  }
}

/** Whether the line has the layout's columns. */
function hasColumns(layout: Layout, separator: u32, at: usize, end: usize, now: i64): bool {
  const count = <u32>layout.columns;
  for (let i: u32 = 0; i < count; i++) {
    const stop = findByte(at, end, separator);
    if (stop == end ? i + 1 < count : i + 1 == count) return false;
    if (!isSound(columnAt(layout, i), at, stop, end, now)) return false;
    at = stop + 1;
  }
  return count > 0;
}

/** Parses a line by the columns that its file named; false where it named none, or others. */
export function w3cLine(at: usize, end: usize, now: i64): bool {
  const layout = layoutAtHand();
  if (!layout) return false;
  end = trimmedEnd(at, end);
  const separator: u32 = findByte(at, end, Char.Tab) < end ? Char.Tab : Char.Space;
  if (!hasColumns(layout, separator, at, end, now)) return false;
  const format = <u32>layout.format;
  for (let i: u32 = 0; i < <u32>layout.columns; i++) {
    const column = columnAt(layout, i);
    const stop = findByte(at, end, separator);
    // A date goes on to its time.
    const valueEnd = column.field == Field.Time ? end : stop;
    if (column.field != IGNORED) commitValue(format, column.field, column.type, at, valueEnd, now);
    at = stop + 1;
  }
  joinQuery();
  parsed.setClientTexts(hasColumn(layout, Field.Ref), hasColumn(layout, Field.Ua));
  commitService(format);
  noteFormat(format);
  return true;
}
