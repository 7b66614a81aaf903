/**
 * Mail addresses that are guessed: a server is asked to take mail for many people whom it does not know. One or two of them are
 * mistyped or have left; senders of lists stop at the first refusal (RFC 5321, section 6.1). Counted by network, since those who
 * guess have many addresses in one.
 */
import { countFailure, loginsOf } from "../features/account-state";
import { neighbourhood } from "../features/source-key";
import { parsed } from "../parse/parsed";
import { event } from "../record/event";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { Head } from "../schema/heads";
import { Kind } from "../schema/kinds";
import { isOwnAddress, readAddress } from "../text/address-value";
import { ascii, find, findByte } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, fnv } from "../text/hash";
import { raise } from "./heads";

/** The command that names a recipient, as Exim and Postfix write what they refused of it. */
const RCPT: usize = ascii("RCPT ");
/** Exim's words for one that is not known, and Postfix's. */
const UNROUTEABLE: usize = ascii("Unrouteable address");
const UNKNOWN: usize = ascii("User unknown");

/** Recipients of a network that were not known within an hour from which on they are guessed. */
const MANY_RECIPIENTS: u32 = 5;
/** Least score. */
const GUESSED: f32 = 0.9;
const RECIPIENT_SALT: u32 = 0x27d4eb2f;

let isGuess: bool = false;

/** Whether recipients are guessed, of the record judged last. */
export function guessesRecipients(): bool {
  return isGuess;
}

/** Hash of the recipient who was refused because nobody knows him; 0 where the message is about none. */
function unknownRecipient(): u32 {
  const end = parsed.messageEnd;
  const at = find(parsed.messageAt, end, RCPT);
  if (at == 0 || !(find(at, end, UNROUTEABLE) || find(at, end, UNKNOWN))) return 0;
  const open = findByte(at, end, Char.LessThan);
  return open < end ? fnv(open, findByte(open, end, Char.GreaterThan), FNV_OFFSET) | 1 : 0;
}

/** Counts the recipient at hand, and sets the score where many were guessed. */
export function judgeRecipient(): void {
  isGuess = false;
  if (event.kind != Kind.Syslog || !hasField(Field.Ip)) return;
  const recipient = unknownRecipient();
  if (recipient == 0 || !readAddress(fieldAt(Field.Ip), fieldEnd(Field.Ip)) || isOwnAddress()) return;
  const network = neighbourhood(Kind.Syslog);
  if (network == 0) return;
  const now = <u32>(event.time / 1000);
  const tried = loginsOf(network ^ RECIPIENT_SALT, now);
  countFailure(tried, recipient, 0, now);
  isGuess = tried.otherCount(now) >= MANY_RECIPIENTS;
  if (isGuess) raise(Head.Threat, GUESSED);
}
