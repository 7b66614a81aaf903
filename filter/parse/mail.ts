/**
 * Logins at mail servers: Postfix (https://www.postfix.org/SASL_README.html), saslauthd(8), Exim
 * (https://www.exim.org/exim-html-current/doc/html/spec_html/ch-log_files.html), Courier; Dovecot is in dovecot.ts.
 *
 * Messages about mail are no logins. They quote what clients send, so a form counts only where it begins the message.
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, isDigit, isLetter, lengthOf, startsWith } from "../text/ascii";
import { Char, chars2 } from "../text/char";
import { dovecotMessage } from "./dovecot";
import { takeEndpoint } from "./endpoint";
import { failed, succeeded } from "./outcome";
import { isPamMessage, pamMessage } from "./pam";
import { after, afterLastByte, behind, findAfter, findLast, skipBlanks, takeName, wordEnd } from "./words";

const WARNING: usize = ascii("warning: ");
const USER_KEY: usize = ascii("user=");
const SASL: usize = ascii(" SASL ");
const SASL_FAILED: usize = ascii(" authentication fail");
const SASL_METHOD: usize = ascii("sasl_method=");
const SASL_USER: usize = ascii("sasl_username=");
const CLIENT: usize = ascii("client=");
const AUTH_FAILURE: usize = ascii("auth failure: ");
const SERVICE_BRACKET: usize = ascii("] [service=");
const AUTHENTICATOR: usize = ascii(" authenticator failed for ");
const INTERFACE: usize = ascii(" I=[");
const IDENT: usize = ascii(" U=");
const BRACKET: usize = ascii("[");
const PAREN_END: usize = ascii(")");
const SET_ID: usize = ascii("(set_id=");
const COURIER_FAILED: usize = ascii("LOGIN FAILED");
const COURIER_IP: usize = ascii(", ip=[");

/** Where a value ends: at a blank or a comma. */
export function valueEnd(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) != Char.Space && load<u8>(at) != Char.Comma) at++;
  return at;
}

/** Parses `[warning: ]host[192.0.2.1][:PORT]: SASL LOGIN authentication failed: …[, sasl_username=ada]`. */
function postfixFailure(at: usize, end: usize): bool {
  const warning = after(at, end, WARNING);
  const host = warning ? warning : at;
  const stop = wordEnd(host, end);
  const sasl = after(stop, end, SASL);
  if (sasl == 0 || load<u8>(stop - 1) != Char.Colon) return false;
  const done = wordEnd(sasl, end);
  if (!startsWith(done, end, SASL_FAILED)) return false;
  takeEndpoint(findByte(host, stop, Char.OpenBracket), stop, Field.Ip, Field.Sport);
  setText(Field.Method, sasl, done);
  const name = findAfter(done, end, SASL_USER);
  if (name) setText(Field.User, name, valueEnd(name, end));
  failed();
  return true;
}

/** Parses `4F12: client=host[192.0.2.1][:PORT], sasl_method=LOGIN, sasl_username=ada`. */
function postfixClient(at: usize, end: usize): bool {
  let client = after(at, end, CLIENT);
  if (client == 0) client = after(wordEnd(at, end) + 1, end, CLIENT);
  const name = client ? findAfter(client, end, SASL_USER) : 0;
  if (name == 0) return false;
  takeEndpoint(findByte(client, name, Char.OpenBracket), name, Field.Ip, Field.Sport);
  const method = findAfter(client, name, SASL_METHOD);
  if (method) setText(Field.Method, method, valueEnd(method, end));
  setText(Field.User, name, valueEnd(name, end));
  succeeded();
  return true;
}

/** Parses saslauthd's `do_auth         : auth failure: [user=ada] [service=smtp] …`. */
function saslauthd(at: usize, end: usize): bool {
  let p = at;
  while (p < end && (isLetter(load<u8>(p)) || load<u8>(p) == Char.Underscore)) p++;
  p = skipBlanks(p, end);
  const text = p + 2 < end && load<u8>(p) == Char.Colon ? p + 2 : at;
  const failure = after(text, end, AUTH_FAILURE);
  if (failure == 0) return false;
  const name = after(failure + 1, end, USER_KEY);
  if (name) {
    const bracket = findLast(name, end, SERVICE_BRACKET);
    setText(Field.User, name, bracket ? bracket : findByte(name, end, Char.CloseBracket));
  }
  failed();
  return true;
}

/** Parses Courier's `LOGIN FAILED, user=ada, ip=[192.0.2.1]`. */
function courier(at: usize, end: usize): bool {
  const text = after(at, end, COURIER_FAILED);
  if (text == 0) return false;
  const bracket = findLast(text, end, COURIER_IP);
  const name = findAfter(text, bracket ? bracket : end, USER_KEY);
  if (name) setText(Field.User, name, bracket ? bracket : valueEnd(name, end));
  if (bracket) takeEndpoint(behind(bracket, COURIER_IP) - 1, end, Field.Ip, Field.Sport);
  failed();
  return true;
}

/** Where the first SMTP reply in [at, end) begins, `: 535 …`; else `end`. */
function replyAt(at: usize, end: usize): usize {
  for (let p = at; p + 6 <= end; p++) {
    const isReply =
      load<u16>(p) == chars2(Char.Colon, Char.Space) && isDigit(load<u8>(p, 2)) && isDigit(load<u8>(p, 4));
    if (isReply && isDigit(load<u8>(p, 3)) && load<u8>(p, 5) == Char.Space) return p;
  }
  return end;
}

/**
 * Parses Exim's `NAME authenticator failed for [H=][host ][(helo) ][192.0.2.1][:PORT][ I=[…]:25][ U=ident]: 535 …
 * (set_id=ada)`, with a time in front. The client chooses helo, ident and id; none of them stands where the address
 * does.
 */
function exim(at: usize, end: usize): bool {
  const host = findAfter(at, end, AUTHENTICATOR);
  if (host == 0) return false;
  const lead = host - <usize>lengthOf(AUTHENTICATOR);
  const name = afterLastByte(at, lead, Char.Space);
  for (let p = at; p < name; p++) if (isLetter(load<u8>(p))) return false;
  const reply = replyAt(host, end);
  let stop = find(host, reply, INTERFACE);
  if (stop == 0) stop = find(host, reply, IDENT);
  const open = findLast(host, stop ? stop : reply, BRACKET);
  if (open) takeEndpoint(open, reply, Field.Ip, Field.Sport);
  const id = findAfter(reply, end, SET_ID);
  const close = id ? findLast(id, end, PAREN_END) : 0;
  if (close) takeName(Field.User, id, close);
  failed();
  return true;
}

/** Parses a message of a mail server; false where the message is about no login. */
export function mailMessage(at: usize, end: usize): bool {
  if (isPamMessage(at, end)) return pamMessage(at, end);
  return (
    dovecotMessage(at, end) ||
    postfixFailure(at, end) ||
    postfixClient(at, end) ||
    saslauthd(at, end) ||
    courier(at, end) ||
    exim(at, end)
  );
}
