/**
 * Columns of W3C extended log files: what the last `#Fields:` line of each of a few files named. What a column is, the keys
 * of the formats `iis` and `cloudfront` say; others are passed over.
 */
import { Use, useOfFormat, usesOf } from "../model/field-aliases";
import { countOfFormats, formatAt, inFormats } from "../model/formats";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, bytesOf, find, lengthOf, sameBytes, startsWith } from "../text/ascii";
import { FNV_OFFSET, fnv, hash64 } from "../text/hash";
import { skipBlanks, wordEnd } from "./words";

const IIS: usize = ascii("iis");
const CLOUDFRONT: usize = ascii("cloudfront");
/** A column that only CloudFront has. */
const EDGE: usize = ascii("x-edge-");
const TIME: usize = ascii("time");

const MAX_FILES: u32 = 8;
const MAX_COLUMNS: u32 = 64;
/** In a field's place: the column is none of an event's fields. */
export const IGNORED: u32 = 0xff;

@unmanaged
export class Column {
  field: u8;
  /** A type of formats/operations.ts. */
  type: u8;
  /** Of a format's columns of one field the lowest rank counts. */
  rank: u8;
}

/** The columns of a file; {@link Column} entries follow. */
@unmanaged
export class Layout {
  /** Hash of the file's name: no client chooses it. */
  file: u64;
  /** 0 in a free entry. */
  columns: u8;
  format: u8;
}

const COLUMN_BYTES: u32 = offsetof<Column>();
const LAYOUT_BYTES: u32 = ((offsetof<Layout>() + MAX_COLUMNS * COLUMN_BYTES + 7) / 8) * 8;
const LAYOUTS: usize = memory.data(<i32>(MAX_FILES * LAYOUT_BYTES), 8);

/** How many layouts were learned: the next takes the oldest's place. */
let learned: u32 = 0;

/** @inline */
function layoutAt(index: u32): Layout {
  return changetype<Layout>(LAYOUTS + index * LAYOUT_BYTES);
}

/** @inline */
export function columnAt(layout: Layout, index: u32): Column {
  return changetype<Column>(changetype<usize>(layout) + offsetof<Layout>() + index * COLUMN_BYTES);
}

/** Which file the record is of: by its name, or by the machine's. */
function fileOf(): u64 {
  const field = hasField(Field.File) ? Field.File : Field.Host;
  return hasField(field) ? hash64(fieldAt(field), fieldEnd(field), 0) : 0;
}

/** The layout of a file, or null. */
function layoutOf(file: u64): Layout | null {
  for (let i: u32 = 0; i < min(learned, MAX_FILES); i++) {
    const layout = layoutAt(i);
    if (layout.columns && layout.file == file) return layout;
  }
  return null;
}

/** Number of the format of this name, or {@link IGNORED}. */
function formatOf(name: usize): u32 {
  const length = lengthOf(name);
  for (let i: u32 = 0; i < countOfFormats(); i++) {
    const text = inFormats(formatAt(i).name);
    if (load<u8>(text) == length && sameBytes(text + 1, bytesOf(name), length)) return i;
  }
  return IGNORED;
}

/** Learns the next column, of the name in [at, end). */
function addColumn(layout: Layout, at: usize, end: usize): void {
  const uses = usesOf(fnv(at, end, FNV_OFFSET), at, end);
  const use: Use | null = uses ? useOfFormat(uses, layout.format) : null;
  const column = columnAt(layout, layout.columns);
  column.field = use ? use.field : <u8>IGNORED;
  if (use) {
    column.type = use.type;
    column.rank = use.rank;
    for (let i: u32 = 0; i < layout.columns; i++) {
      const other = columnAt(layout, i);
      if (other.field != use.field) continue;
      if (other.rank <= use.rank) column.field = <u8>IGNORED;
      else other.field = <u8>IGNORED;
    }
  }
  layout.columns++;
}

/** Whether a column is the field. */
export function hasColumn(layout: Layout, field: u32): bool {
  for (let i: u32 = 0; i < layout.columns; i++) if (columnAt(layout, i).field == field) return true;
  return false;
}

/** Whether the word at `at` is `time`. */
function isTime(at: usize, end: usize): bool {
  return wordEnd(at, end) - at == lengthOf(TIME) && startsWith(at, end, TIME);
}

/** Learns the columns named in [at, end), of the file that the record at hand is of. */
export function learnLayout(at: usize, end: usize): void {
  const format = formatOf(find(at, end, EDGE) ? CLOUDFRONT : IIS);
  const file = fileOf();
  const known = layoutOf(file);
  const layout = known ? known : layoutAt(learned++ % MAX_FILES);
  layout.file = file;
  layout.format = <u8>format;
  layout.columns = 0;
  if (format == IGNORED) return;
  for (let p = skipBlanks(at, end); p < end; ) {
    if (layout.columns == MAX_COLUMNS) {
      layout.columns = 0;
      return;
    }
    const stop = wordEnd(p, end);
    const next = skipBlanks(stop, end);
    addColumn(layout, p, stop);
    // A date without its time is none.
    const column = columnAt(layout, layout.columns - 1);
    if (column.field == Field.Time && !isTime(next, end)) column.field = <u8>IGNORED;
    p = next;
  }
  // Firewalls and FTP servers write such files, too.
  if (!hasColumn(layout, Field.Status) || !hasColumn(layout, Field.Path)) layout.columns = 0;
}

/** The layout of the file that the record at hand is of, or null. */
export function layoutAtHand(): Layout | null {
  return learned ? layoutOf(fileOf()) : null;
}
