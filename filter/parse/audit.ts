/**
 * Linux audit records that user space writes about logins (auditd(8),
 * https://github.com/linux-audit/audit-documentation): `type=USER_LOGIN msg=audit(1763720000.123:456): pid=1 uid=0 …
 * msg='op=login acct="ada" exe=… addr=192.0.2.1 … res=failed'`.
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, isDigit, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME } from "../text/clock";
import { epochTime } from "../text/time";
import { hostEnd } from "./endpoint";
import { failed, succeeded } from "./outcome";
import { parsed } from "./parsed";
import { behind, findAfter, findLast, wordEnd } from "./words";

const TYPE: usize = ascii("type=");
const TYPE_USER: usize = ascii("type=USER_");
const TYPE_CREDENTIALS: usize = ascii("type=CRED_");
const STAMP: usize = ascii("msg=audit(");
const STAMP_END: usize = ascii("): ");
const OP: usize = ascii("op=");
const ACCOUNT: usize = ascii("acct=");
const ADDRESS: usize = ascii(" addr=");
const RESULT: usize = ascii("res=");
const FAILED: usize = ascii("res=failed");
/** How far into the line the type may stand: `node=…` may come first. */
const MAX_LEAD_BYTES: usize = 300;

/** Parses an audit record about a user; false for any other line. */
export function auditLine(at: usize, end: usize): bool {
  const limit = min(at + MAX_LEAD_BYTES, end);
  const type = find(at, limit, TYPE);
  if (type == 0 || (!find(type, limit, TYPE_USER) && !find(type, limit, TYPE_CREDENTIALS))) return false;
  const stamp = findAfter(type, end, STAMP);
  const body = stamp ? findAfter(stamp, end, STAMP_END) : 0;
  if (body == 0) return false;
  const time = epochTime(stamp, findByte(stamp, body, Char.Colon));
  if (time != NO_TIME) parsed.time = time;
  parsed.setMessage(body, end);
  const name = findAfter(body, end, ACCOUNT);
  if (name && load<u8>(name) == Char.Quote)
    setText(Field.User, name + 1, findByte(name + 1, end, Char.Quote));
  else if (name) setText(Field.User, name, wordEnd(name, end));
  const operation = findAfter(body, end, OP);
  if (operation) setText(Field.Method, operation, wordEnd(operation, end));
  const key = findLast(body, end, ADDRESS);
  const address = key ? behind(key, ADDRESS) : 0;
  if (address && isDigit(load<u8>(address))) setText(Field.Ip, address, hostEnd(address, end));
  const result = findLast(body, end, RESULT);
  if (result && startsWith(result, end, FAILED)) failed();
  else if (result) succeeded();
  return true;
}
