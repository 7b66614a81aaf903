/**
 * Mail servers' logins: Dovecot, Postfix and Cyrus (SASL), Exim, Courier. The rest of what they write is mail, not
 * logins: false.
 */
import { IP, METHOD, SPORT, setText, USER } from "../fields";
import { ascii, find, findByte } from "../text/ascii";
import { failed, succeeded } from "./outcome";
import { isPamMessage, pamMessage } from "./pam";
import { findAfter, findLast, hostEnd, takeEndpoint, takeName } from "./words";

const RIP: usize = ascii("rip=");
const USER_KEY: usize = ascii("user=");
const METHOD_KEY: usize = ascii("method=");
const LOGIN: usize = ascii("ogin: ");
const AUTH_FAILED: usize = ascii("auth failed");
const SASL: usize = ascii("SASL ");
const SASL_FAILED: usize = ascii(" authentication fail");
const SASL_METHOD: usize = ascii("sasl_method=");
const SASL_USER: usize = ascii("sasl_username=");
const CLIENT: usize = ascii("client=");
const MISMATCH: usize = ascii("assword mismatch");
const UNKNOWN_USER: usize = ascii("unknown user");
const AUTHENTICATE: usize = ascii("authenticate() failed");
const AUTH_FAILURE: usize = ascii("auth failure: ");
const AUTHENTICATOR: usize = ascii(" authenticator failed for ");
const SET_ID: usize = ascii("(set_id=");
const BOX_COLON: usize = ascii("]: ");
const COURIER_FAILED: usize = ascii("LOGIN FAILED");
const COURIER_IP: usize = ascii("ip=[");

function valueEnd(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) != 0x20 && load<u8>(at) != 0x2c) at++;
  return at;
}

/** `Login: user=<ada>, method=PLAIN, rip=192.0.2.1, lip=…`; `Disconnected (auth failed, …): user=<ada>, …`. */
function dovecot(at: usize, end: usize): bool {
  // The name stands in front, and may hold `rip=`.
  const address = findLast(at, end, RIP);
  const name = findAfter(at, end, USER_KEY);
  if (address == 0 || name == 0) return false;
  setText(IP, address + 4, hostEnd(address + 4, end));
  if (name < end && load<u8>(name) == 0x3c) setText(USER, name + 1, findByte(name, end, 0x3e));
  else setText(USER, name, valueEnd(name, end));
  const method = findAfter(name, end, METHOD_KEY);
  if (method) setText(METHOD, method, valueEnd(method, end));
  const login = findLast(at, name, LOGIN);
  if (find(at, name, AUTH_FAILED)) failed();
  else if (login && login + 6 == name - 5) succeeded();
  return true;
}

/** `pam(ada,192.0.2.1,<session>): Password mismatch`, of Dovecot's own checkers. */
function dovecotWorker(at: usize, end: usize): bool {
  const open = findByte(at, end, 0x28);
  const comma = findByte(open, end, 0x2c);
  if (comma >= end) return false;
  if (!find(comma, end, MISMATCH) && !find(comma, end, UNKNOWN_USER) && !find(comma, end, AUTHENTICATE))
    return false;
  setText(USER, open + 1, comma);
  setText(IP, comma + 1, hostEnd(comma + 1, end));
  failed();
  return true;
}

/** `host[192.0.2.1]: SASL LOGIN authentication failed: …[, sasl_username=ada]`, `client=host[192.0.2.1], sasl_…`. */
function postfix(at: usize, end: usize): bool {
  const sasl = findAfter(at, end, SASL);
  const done = sasl ? find(sasl, end, SASL_FAILED) : 0;
  if (done) {
    const close = findLast(at, sasl, BOX_COLON);
    let open = close ? close : at;
    while (open > at && load<u8>(open - 1) != 0x5b) open--;
    if (close) setText(IP, open, close);
    setText(METHOD, sasl, done);
    const name = findAfter(done, end, SASL_USER);
    if (name) setText(USER, name, valueEnd(name, end));
    failed();
    return true;
  }
  const client = findAfter(at, end, CLIENT);
  const name = client ? findAfter(client, end, SASL_USER) : 0;
  if (name == 0) return false;
  const open = findByte(client, name, 0x5b) + 1;
  setText(IP, open, findByte(open, name, 0x5d));
  const method = findAfter(client, end, SASL_METHOD);
  if (method) setText(METHOD, method, valueEnd(method, end));
  setText(USER, name, valueEnd(name, end));
  succeeded();
  return true;
}

/** `auth failure: [user=ada] [service=smtp] …` of saslauthd; Exim's; Courier's `LOGIN FAILED, user=…, ip=[…]`. */
function others(at: usize, end: usize): bool {
  const sasl = findAfter(at, end, AUTH_FAILURE);
  if (sasl) {
    const name = findAfter(sasl, end, USER_KEY);
    if (name) setText(USER, name, findByte(name, end, 0x5d));
    failed();
    return true;
  }
  const courier = findAfter(at, end, COURIER_FAILED);
  if (courier) {
    const name = findAfter(courier, end, USER_KEY);
    if (name) setText(USER, name, valueEnd(name, end));
    const address = findLast(courier, end, COURIER_IP);
    if (address) setText(IP, address + 4, findByte(address + 4, end, 0x5d));
    failed();
    return true;
  }
  const exim = findAfter(at, end, AUTHENTICATOR);
  if (exim == 0) return false;
  const name = findLast(exim, end, SET_ID);
  const box = findLast(exim, name ? name : end, BOX_COLON);
  let open = box ? box : exim;
  while (open > exim && load<u8>(open) != 0x5b) open--;
  takeEndpoint(open, end, IP, SPORT);
  if (name) takeName(USER, name + 8, findByte(name, end, 0x29));
  failed();
  return true;
}

/** Reads a message of a mail server; false where it is about no login. */
export function mailMessage(at: usize, end: usize): bool {
  if (isPamMessage(at, end)) return pamMessage(at, end);
  return dovecot(at, end) || postfix(at, end) || others(at, end) || dovecotWorker(at, end);
}
