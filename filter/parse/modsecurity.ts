/**
 * ModSecurity's messages in the error logs of Apache and nginx
 * (https://github.com/owasp-modsecurity/ModSecurity: apache2/re.c of version 2, src/rule_message.cc of version 3):
 *
 * ```
 * ModSecurity: Access denied with code 403 (phase 2). MATCH [file "F"] [line "N"] [id "942100"] [msg "…"] [data "…"]
 *   [severity "CRITICAL"] … [hostname "H"] [uri "/x"] [unique_id "U"] [ref "…"]
 * ModSecurity: Warning. …
 * ```
 *
 * The client may have written any of MATCH, data, hostname and uri: those change only what is known of its own request.
 */
import { setField, setText, TYPE_NUMBER } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, findByte, parseUnsigned, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { refused } from "./outcome";
import { MINOR_RULE, parsed } from "./parsed";
import { after, behind, digitsEnd, findAfter, findLast } from "./words";

const MODSECURITY: usize = ascii("ModSecurity: ");
const DENIED: usize = ascii("Access denied with ");
const CODE: usize = ascii("code ");
const FILE: usize = ascii(' [file "');
const ID: usize = ascii(' [id "');
const SEVERITY: usize = ascii(' [severity "');
const CRITICAL: usize = ascii("CRITICAL");
const HOSTNAME: usize = ascii(' [hostname "');
const URI: usize = ascii(' [uri "');
const UNIQUE_ID: usize = ascii('"] [unique_id "');
/** Version 3 writes the severity as a number; 2 is critical. */
const CRITICAL_NUMBER: u32 = Char._0 + 2;
/** The rule where the message has no number. */
const SOME_RULE: i64 = 1;

/** Whether the value at `at` is a severity of rules that match attacks. */
function isCritical(at: usize, end: usize): bool {
  if (startsWith(at, end, CRITICAL)) return true;
  return at + 1 < end && load<u8>(at) == CRITICAL_NUMBER && load<u8>(at, 1) == Char.Quote;
}

/** Parses a message of ModSecurity; false for any other. Requests that were let through count by the rule's severity. */
export function modsecurityMessage(at: usize, end: usize): bool {
  const verdict = after(at, end, MODSECURITY);
  if (verdict == 0) return false;
  const denial = after(verdict, end, DENIED);
  if (denial) {
    refused();
    const code = after(denial, end, CODE);
    if (code && digitsEnd(code, end) == code + 3) setField(Field.Status, code, code + 3, TYPE_NUMBER, 0);
  }
  const file = findAfter(verdict, end, FILE);
  const id = findAfter(file ? file : verdict, end, ID);
  const severity = findAfter(id ? id : verdict, end, SEVERITY);
  if (denial || (severity && isCritical(severity, end))) {
    const rule = id ? parseUnsigned(id, digitsEnd(id, end)) : -1;
    parsed.attackRule = <u32>(rule > 0 && rule < <i64>MINOR_RULE ? rule : SOME_RULE);
  } else parsed.attackRule = MINOR_RULE;
  const host = findLast(verdict, end, HOSTNAME);
  if (host == 0) return true;
  const name = behind(host, HOSTNAME);
  setText(Field.Host, name, findByte(name, end, Char.Quote));
  const uri = findAfter(name, end, URI);
  const stop = uri ? findLast(uri, end, UNIQUE_ID) : 0;
  if (stop == 0) return true;
  setText(Field.Path, uri, stop);
  parsed.hasRequest = true;
  return true;
}
