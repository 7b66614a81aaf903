/**
 * Logins in Apache's error log: basic and digest authentication, and what an account may do
 * (https://github.com/apache/httpd: modules/aaa/mod_auth_basic.c, mod_auth_digest.c, mod_authz_core.c):
 *
 * ```
 * AH01618: user NAME not found: URI
 * AH01617: user NAME: authentication failure for "URI": Password Mismatch
 * AH01790: user `NAME' in realm `REALM' not found: URI
 * AH01631: user NAME: authorization failure for "URI":
 * ```
 *
 * Version 2.2 has no numbers, and `Digest: ` in front of that module's messages. A name of basic authentication has no
 * colon (RFC 7617, section 2); one of digest authentication has any byte.
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, parseUnsigned } from "../text/ascii";
import { Char } from "../text/char";
import { failed } from "./outcome";
import { after, behind, digitsEnd, endsWith, findAfter } from "./words";

const NUMBER: usize = ascii("AH");
const NUMBER_END: usize = ascii(": ");
const DIGEST: usize = ascii("Digest: ");
const USER: usize = ascii("user ");
const DIGEST_USER: usize = ascii("user `");
const IN_REALM: usize = ascii("' in realm `");
const NOT_FOUND: usize = ascii(" not found");
const DIGEST_NOT_FOUND: usize = ascii("' not found: ");
const PROVIDER_DENIED: usize = ascii("' denied by provider: ");
const MISMATCH: usize = ascii(": password mismatch: ");
const AUTHENTICATION: usize = ascii(': authentication failure for "');
const AUTHORIZATION: usize = ascii(': authorization failure for "');
/** Begin messages about a client that named no account. */
const WRONG_SCHEME: usize = ascii("client used wrong authentication scheme");
const REALM_MISMATCH: usize = ascii("realm mismatch - got `");
const INVALID_NONCE: usize = ascii("invalid nonce ");
const UNKNOWN_ALGORITHM: usize = ascii("unknown algorithm `");

/** Address behind `AH01618: `, or `at` where the message has no number. */
export function behindNumber(at: usize, end: usize): usize {
  const number = after(at, end, NUMBER);
  if (number == 0) return at;
  const message = after(digitsEnd(number, end), end, NUMBER_END);
  return message ? message : at;
}

/** Whether a message with this number is of the modules above: scripts write what they like under others. */
function isOfAuth(number: i64): bool {
  return (number >= 1614 && number <= 1618) || number == 1631 || (number >= 1755 && number <= 1795);
}

/** Takes the name in [at, end), and the outcome; returns `uri`. */
function refusedUser(at: usize, end: usize, uri: usize): usize {
  setText(Field.User, at, end);
  failed();
  return uri;
}

/**
 * Parses a message about a login.
 *
 * @returns address of the URI, `end` where the message has none, 0 for any other message
 */
export function apacheLogin(at: usize, end: usize): usize {
  let p = behindNumber(at, end);
  if (p > at) {
    const number = behind(at, NUMBER);
    if (!isOfAuth(parseUnsigned(number, digitsEnd(number, end)))) return 0;
  }
  const digest = after(p, end, DIGEST);
  if (digest) p = digest;
  const user = after(p, end, USER);
  if (user) {
    const quoted = after(p, end, DIGEST_USER);
    const realm = quoted ? find(quoted, end, IN_REALM) : 0;
    if (realm) {
      let uri = findAfter(realm, end, DIGEST_NOT_FOUND);
      if (uri == 0) uri = findAfter(realm, end, PROVIDER_DENIED);
      return uri ? refusedUser(quoted, realm, uri) : 0;
    }
    const colon = findByte(user, end, Char.Colon);
    let uri = after(colon, end, MISMATCH);
    if (uri == 0) uri = after(colon, end, AUTHENTICATION);
    if (uri == 0) uri = after(colon, end, AUTHORIZATION);
    if (uri) return refusedUser(user, colon, uri);
    return colon + 2 <= end && endsWith(user, colon, NOT_FOUND)
      ? refusedUser(user, colon - <usize>load<u32>(NOT_FOUND), colon + 2)
      : 0;
  }
  const isRefusal =
    after(p, end, WRONG_SCHEME) ||
    after(p, end, REALM_MISMATCH) ||
    after(p, end, INVALID_NONCE) ||
    after(p, end, UNKNOWN_ALGORITHM);
  if (!isRefusal) return 0;
  failed();
  return end;
}
