/**
 * Whether a request tries a login or a sign-up, and whether it was let in. Those who guess ask for one target again and
 * again, as broken clients do; what is sent there, and how, tells them apart:
 *
 * - POST alone: a page of a session that has ended is asked for by GET.
 * - A word of the path names a login. Paths of tokens, and of what keeps a session alive, are none: programs do that by
 *   themselves, and one whose secret has expired fails for days.
 * - A form that is refused is mostly answered 200, with the form once more; who is let in is sent elsewhere (3xx). An API
 *   answers 200 to those it lets in, and 4xx to others.
 */
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { ascii, isLetter, parseUnsigned } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";
import { addWords, SLOT_BYTES, valueOf } from "../text/hash-table";
import { get } from "./values";

/** POST, as the feature `method` has it. */
const POST: f32 = 3;

/** Of a page with a form; less is what an API answers. */
const LEAST_FORM_BYTES: i64 = 2048;

const LOGIN: u32 = 1;
const API: u32 = 2;
const NO_LOGIN: u32 = 4;

const SLOTS: u32 = 64;
const TABLE: usize = memory.data(SLOTS * SLOT_BYTES, 8);

addWords(
  TABLE,
  SLOTS - 1,
  ascii(
    "login logon signin signon dologin userlogin adminlogin signup register registration authenticate password",
  ),
  LOGIN,
);
// A session is no form.
addWords(TABLE, SLOTS - 1, ascii("session sessions"), LOGIN | API);
addWords(TABLE, SLOTS - 1, ascii("api rest graphql rpc json v"), API);
addWords(TABLE, SLOTS - 1, ascii("token tokens refresh logout heartbeat ping status keepalive"), NO_LOGIN);

/** What the words of a path are, joined by "or". `sign-in` and `sign_in` are one word, and the word `in` besides. */
function wordsIn(at: usize, end: usize): u32 {
  let found: u32 = 0;
  let word = FNV_OFFSET;
  let joined = FNV_OFFSET;
  for (; at <= end; at++) {
    const byte = at < end ? <u32>load<u8>(at) : Char.Slash;
    if (isLetter(byte)) {
      word = (word ^ (byte | 0x20)) * FNV_PRIME;
      joined = (joined ^ (byte | 0x20)) * FNV_PRIME;
      continue;
    }
    if (byte == Char.Question) at = end;
    const value = valueOf(TABLE, SLOTS - 1, word);
    if (value > 0) found |= value;
    word = FNV_OFFSET;
    if (byte == Char.Minus || byte == Char.Underscore) continue;
    const whole = valueOf(TABLE, SLOTS - 1, joined);
    if (whole > 0) found |= whole;
    joined = FNV_OFFSET;
  }
  return found;
}

/** Whether the request at hand, whose features are there, sends something. */
export function isPost(): bool {
  return get(Feature.Method) == POST;
}

/** Whether the request at hand, whose features are there, is a login or a sign-up that was refused. */
export function isRefusedLogin(): bool {
  if (!isPost()) return false;
  const status = get(Feature.Status);
  const isError = status >= 400 && status < 500;
  if (!isError && status != 200) return false;
  const words = wordsIn(fieldAt(Field.Path), fieldEnd(Field.Path));
  return (words & (LOGIN | NO_LOGIN)) == LOGIN && (isError || !(words & API));
}

/**
 * Whether the request at hand sends a form from no page, and is answered with a page of the size `answerBytes`: what those do
 * who guess at a form whose path names no login. Calls of an API are no forms.
 */
export function isBlindForm(): bool {
  return (
    isPost() &&
    get(Feature.Status) == 200 &&
    get(Feature.Referer) == 0 &&
    answerBytes() >= LEAST_FORM_BYTES &&
    !(wordsIn(fieldAt(Field.Path), fieldEnd(Field.Path)) & (API | NO_LOGIN))
  );
}

/** Bytes of the answer; -1 where they are not told. */
export function answerBytes(): i64 {
  return hasField(Field.Bytes) ? parseUnsigned(fieldAt(Field.Bytes), fieldEnd(Field.Bytes)) : -1;
}

/** Whether a word of the path names a login. */
export function isLoginPage(): bool {
  return (wordsIn(fieldAt(Field.Path), fieldEnd(Field.Path)) & LOGIN) != 0;
}
