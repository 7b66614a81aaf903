/** What the module is made for, as `schema` answers: names of kinds, features, reasons and fields. */
import { putUnsigned } from "../record/json/write-number";
import { put, putByte, putBytes, reserve } from "../record/json/writer";
import { FEATURE_NAMES } from "../schema/features";
import { FIELD_NAMES } from "../schema/fields";
import { schemaHash } from "../schema/hash";
import { KIND_NAMES } from "../schema/kinds";
import { REASON_NAMES } from "../schema/reasons";
import { ascii, bytesOf, lengthOf } from "../text/ascii";
import { Char } from "../text/char";
import { literalOf } from "../text/list";
import { beginAnswer, lostAnswer } from "./answer";

const MAX_BYTES: usize = 8192;
const HASH: usize = ascii('{"schema":');
const KINDS: usize = ascii(',"kinds":"');
const DENSE_KEY: usize = ascii('","dense":"');
const REASONS: usize = ascii('","reasons":"');
const FIELDS: usize = ascii('","fields":"');

function putList(key: usize, names: usize): void {
  const literal = literalOf(names);
  put(key);
  putBytes(bytesOf(literal), bytesOf(literal) + lengthOf(literal));
}

/** The schema hash, and names joined by commas, as a C string of JSON. */
export function schemaAnswer(): usize {
  const answer = beginAnswer();
  if (!reserve(MAX_BYTES)) return lostAnswer();
  put(HASH);
  putUnsigned(schemaHash());
  putList(KINDS, KIND_NAMES);
  putList(DENSE_KEY, FEATURE_NAMES);
  putList(REASONS, REASON_NAMES);
  putList(FIELDS, FIELD_NAMES);
  putByte(Char.Quote);
  putByte(Char.CloseBrace);
  putByte(0);
  return answer;
}
