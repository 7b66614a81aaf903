/**
 * Where a record has its line: under a key of the user's, under a known key, and else under a key that may hold it, in an
 * object within, or, for want of all of these, in the longest string. What was only guessed to be the line may be a client's
 * words: where the record names a source itself, or has other strings, no address, account, host or program is read out of it.
 */
import { WEAK_RANK } from "../model/field-aliases";
import { lineKeyCount } from "../model/line-keys";
import { event } from "../record/event";
import {
  fieldRank,
  fieldType,
  hasField,
  moveFields,
  restoreField,
  SLOT_LOG2,
  setField,
  TYPE_STRING,
  unsetField,
} from "../record/fields";
import { clearFormatMembers } from "../record/format-members";
import { scanObject } from "../record/json/scan";
import { foundLine, searchLine } from "../record/json/search";
import { StringFlag, scanString, stringFlags } from "../record/json/string";
import { Field } from "../schema/fields";
import { layAside } from "./around";
import { forgetHeaders } from "./client";
import { decodeFields } from "./members";

/** What the line is known by: four flags in four bytes. */
@unmanaged
class LineSource {
  /** Whether the user named its key: then the line comes before what the other members say. */
  isChosen: bool;
  /** Whether it is the longest string, for want of a known key: search.ts has its keys. */
  isLongest: bool;
  /** Whether a client may have written all of it. */
  isDoubtful: bool;
  /** Whether {@link restoreSource} was called. */
  isRestored: bool;

  /** Forgets the record before. */
  clear(): void {
    store<u32>(changetype<usize>(this), 0);
  }
}

export const lineSource: LineSource = changetype<LineSource>(memory.data(offsetof<LineSource>(), 4));

/** Notes whether the user named the key of the line that the scanner has kept. @inline */
export function noteChosen(): void {
  if (lineKeyCount() == 0) return;
  lineSource.isChosen = hasField(Field.Line) && fieldRank(Field.Line) < lineKeyCount();
}

/** Whether the line stands under a key that may hold something else. @inline */
export function isWeakLine(): bool {
  return fieldRank(Field.Line) >= WEAK_RANK;
}

/** Forgets a line that stands under a key that may hold something else. */
export function forgetWeakLine(): void {
  if (hasField(Field.Line) && isWeakLine()) unsetField(Field.Line);
}

/** Whether the members are of a request, whose other texts are the client's. */
function isOfRequest(): bool {
  return hasField(Field.Method) || hasField(Field.Request) || hasField(Field.Ua);
}

/** Whether the members say themselves what happened, or who did it. */
function saysItself(): bool {
  return isOfRequest() || hasField(Field.Ip) || hasField(Field.User) || hasField(Field.Level);
}

/**
 * Finds the line of a record without a known key of it.
 *
 * @param isOuter whether the record is the shipper's, not one that was found in it
 * @returns whether the line is in an object within, whose members then count
 */
export function findLine(isOuter: bool): bool {
  const isWeak = hasField(Field.Line) && fieldType(Field.Line) == TYPE_STRING;
  if (isWeak && !isOfRequest()) {
    if (saysItself()) doubtLine();
    return false;
  }
  unsetField(Field.Line);
  if (!isOuter || hasField(Field.Qname)) return false;
  searchLine(event.at, event.close);
  if (foundLine.objectAt && !isOfRequest()) {
    if (foundLine.objects > 1) doubtLine();
    return openObject();
  }
  if (foundLine.lineAt == 0) return false;
  lineSource.isLongest = true;
  if (foundLine.lines > 1 || saysItself()) doubtLine();
  scanString(foundLine.lineAt, foundLine.lineEnd + 1);
  const type = TYPE_STRING | stringFlags() | StringFlag.AsScanned;
  setField(Field.Line, foundLine.lineAt, foundLine.lineEnd, type, 0);
  decodeFields();
  return false;
}

/** Address and account that the record itself names. */
const OWN: usize = memory.data(2 << SLOT_LOG2, 16);

/** Lays aside the source that the record itself names. */
function keepSource(): void {
  moveFields(Field.Ip, 1, OWN);
  moveFields(Field.User, 1, OWN + (1 << SLOT_LOG2));
}

/**
 * Reads the object that was found as a record. Of the members around host, program, level, time and source count, where it has
 * none.
 */
function openObject(): bool {
  layAside();
  if (!lineSource.isDoubtful) keepSource();
  for (let field: u32 = 0; field < <u32>Field.Ident; field++) unsetField(field);
  forgetHeaders();
  clearFormatMembers();
  if (!scanObject(foundLine.objectAt, foundLine.objectEnd)) return false;
  if (lineSource.isDoubtful) return true;
  if (!hasField(Field.Ip)) restoreField(Field.Ip, OWN);
  if (!hasField(Field.User)) restoreField(Field.User, OWN + (1 << SLOT_LOG2));
  return true;
}

/** Marks the line as doubtful: {@link restoreSource} has to be called when it is read. */
function doubtLine(): void {
  lineSource.isDoubtful = true;
  keepSource();
}

/** Forgets whom a doubtful line names, and where it was; the record's own names count. */
export function restoreSource(): void {
  if (!lineSource.isRestored) {
    unsetField(Field.Host);
    if (!hasField(Field.Ident)) unsetField(Field.Service);
  }
  lineSource.isRestored = true;
  forgetHeaders();
  unsetField(Field.Ip);
  unsetField(Field.User);
  restoreField(Field.Ip, OWN);
  restoreField(Field.User, OWN + (1 << SLOT_LOG2));
}
