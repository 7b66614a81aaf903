/** Fields as the event has them: texts cut, addresses and numbers in one form. */
import { parsed } from "../parse/parsed";
import { fieldAt, fieldEnd, fieldLength, fieldSet, fieldType, TYPE_NUMBER } from "../record/fields";
import { putDecimal, putUnsigned } from "../record/json/write-number";
import { putText } from "../record/json/write-text";
import { position, putByte, putFew, putItem, reserve, startWriting } from "../record/json/writer";
import { CONTRACT_FIELDS, FIELD_NAMES, Field } from "../schema/fields";
import { addressEnd, addressStart } from "../text/address";
import { ascii, isDigits, parseUnsigned } from "../text/ascii";
import { Char } from "../text/char";
import { list } from "../text/list";
import { cut, MAX_TEXT_BYTES } from "./cut";

/** Longest path, user agent or referer that is repeated in the event; the record has all of it. */
const MAX_LONG_TEXT_BYTES: usize = 4096;
const MAX_PORT: i64 = 65535;
const DURATION_PLACES: u32 = 3;
/** Bytes of a number, or of the frame of a text, at most. */
const MAX_SHORT_BYTES: usize = 64;
const LEVEL_NAMES: usize = list(ascii("trace,debug,info,notice,warn,error,fatal"));

/** `,"name":` of each field of the contract: the text, at the end u8 its length. */
const KEY_LOG2: u32 = 4;
const KEY_LENGTH_AT: u32 = (1 << KEY_LOG2) - 1;
const KEYS: usize = memory.data(CONTRACT_FIELDS << KEY_LOG2, 8);

for (let field: u32 = 0; field < CONTRACT_FIELDS; field++) {
  const key = KEYS + (field << KEY_LOG2);
  startWriting(key);
  putByte(Char.Comma);
  putByte(Char.Quote);
  putItem(FIELD_NAMES, field);
  putByte(Char.Quote);
  putByte(Char.Colon);
  store<u8>(key, position() - key, KEY_LENGTH_AT);
}

function putKey(field: u32): void {
  const key = KEYS + (field << KEY_LOG2);
  putFew(key, load<u8>(key, KEY_LENGTH_AT));
}

/** Writes `,"name":value` of a field that is there; nothing where the value is none that the contract has. */
function putField(field: u32): void {
  if (field == Field.Ms) {
    if (parsed.duration < 0 || !reserve(MAX_SHORT_BYTES)) return;
    putKey(field);
    putDecimal(parsed.duration, DURATION_PLACES);
    return;
  }
  let at = fieldAt(field);
  if (field == Field.Status || field == Field.Bytes || field == Field.Sport || field == Field.Dport) {
    const length = fieldLength(field);
    const isPort = field == Field.Sport || field == Field.Dport;
    // What is written as it would be printed, and surely no port past the last, is copied.
    if (length <= (isPort ? 4 : 8) && isDigits(at, length) && (load<u8>(at) != Char._0 || length == 1)) {
      if (!reserve(MAX_SHORT_BYTES)) return;
      putKey(field);
      putFew(at, length);
      return;
    }
    const value = parseUnsigned(at, fieldEnd(field));
    if (value < 0 || !reserve(MAX_SHORT_BYTES)) return;
    if (isPort && value > MAX_PORT) return;
    putKey(field);
    putUnsigned(value);
    return;
  }
  const isLong = field == Field.Path || field == Field.Ua || field == Field.Ref;
  let end = cut(at, fieldEnd(field), isLong ? MAX_LONG_TEXT_BYTES : MAX_TEXT_BYTES);
  if (field == Field.Ip || field == Field.Dst || field == Field.Peer) {
    // What is no address (a name that the server looked up) stays in the record alone.
    at = addressStart(at, end);
    end = addressEnd(at, end);
    if (end == 0) return;
  }
  if (!reserve((end - at) * 6 + MAX_SHORT_BYTES)) return;
  putKey(field);
  putByte(Char.Quote);
  if (field == Field.Level && fieldType(Field.Level) == TYPE_NUMBER && parsed.level >= 0)
    putItem(LEVEL_NAMES, parsed.level);
  else putText(at, end);
  putByte(Char.Quote);
}

/** Writes all fields of the contract that are there. */
export function putFields(): void {
  let fields = fieldSet() & (((<u64>1) << (<u64>CONTRACT_FIELDS)) - 1);
  if (parsed.duration >= 0) fields |= (<u64>1) << (<u64>Field.Ms);
  for (; fields; fields &= fields - 1) putField(<u32>ctz(fields));
}
