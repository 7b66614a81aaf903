/**
 * What the heads can't tell of a login, since it takes more than the line: who has failed before, and at what.
 *
 * | of a source | label |
 * |---|---|
 * | in one's own networks, or that has logged in before, fails | normal, `login:first-failure`, until the third failure in a minute or the fourth account in an hour |
 * | any other fails for the third time in an hour, or at an account that many sources fail at | attack |
 * | is not told, fails at an account for the fifth time in an hour and the third in a minute | attack |
 * | logs in by what can be guessed, after five failures in an hour, or to an account that many sources fail at | attack, critical, `attack:break-in` |
 *
 * From one's own networks, and from where someone logged in before, a break-in takes guessing in bursts or at many accounts: an
 * old password in a mail program fails every few minutes, beside people of the same office who log in. A line that names no source says nothing of robots:
 * timers and services open sessions, too.
 */
import { countFailure, Logins, loginsOf } from "../features/account-state";
import { sourceKeys } from "../features/source-key";
import { parsed } from "../parse/parsed";
import { event } from "../record/event";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { Head } from "../schema/heads";
import { Kind } from "../schema/kinds";
import { NO_REASON, Reason } from "../schema/reasons";
import { isOwnAddress, readAddress } from "../text/address-value";
import { Char } from "../text/char";
import { FNV_OFFSET, fnv } from "../text/hash";
import { keepBelow, keepOrdinary, raise } from "./heads";

/** Failures of a stranger within about an hour from which on he guesses. */
const MANY_FAILURES: f32 = 2.5;
/** Accounts that a source fails at within an hour until it guesses. */
const MANY_ACCOUNTS: u32 = 4;
/** Sources that fail at one account within an hour until it is guessed at. */
const MANY_SOURCES: u32 = 3;
/** Failures before a login from which on it is a break-in, and at an account without a source that are guessing. */
const BREAK_IN_FAILURES: f32 = 4.5;
/** Least scores. */
const GUESSED: f32 = 0.9;
const BROKEN_IN: f32 = 0.995;
const ACCOUNT_SALT: u32 = 0x5bd1e995;

/** Reason of the verdict on the login at hand, or NO_REASON. */
let reason: u32 = NO_REASON;

/** Reason that stands before all others, of the record judged last; NO_REASON for none. */
export function loginReason(): u32 {
  return reason;
}

/** Counts the login at hand, and sets the heads' scores where the rule knows better. */
export function judgeLogin(): void {
  reason = NO_REASON;
  if (event.kind != Kind.Auth) return;
  const isFailed = hasField(Field.Outcome) && load<u8>(fieldAt(Field.Outcome)) == Char.f;
  const isSourceless = !hasField(Field.Ip);
  if (isSourceless) keepBelow(Head.Bot);
  // The account stands for a source that is not told.
  if (sourceKeys.source == 0 || (isSourceless && !isFailed)) return;
  const now = <u32>(event.time / 1000);
  const source = loginsOf(sourceKeys.source, now);
  if (isSourceless) {
    countFailure(source, 0, load<u64>(parsed.messageAt), now);
    if (source.isBurst() && source.failures >= BREAK_IN_FAILURES) guess(Reason.BruteForce);
    return;
  }
  const key = accountKey();
  const account = key ? loginsOf(key, now) : source;
  readAddress(fieldAt(Field.Ip), fieldEnd(Field.Ip));
  const isKnown = isOwnAddress() || source.succeeded != 0;
  if (parsed.isProbe) {
    if (isKnown) keepOrdinary();
  } else if (!hasField(Field.Outcome)) return;
  else if (load<u8>(fieldAt(Field.Outcome)) == Char.f) failure(source, account, key, isKnown, now);
  else success(source, account, isKnown, now);
}

/** Hash of the account that the login at hand is for, in any service; 0 where none is named. */
function accountKey(): u32 {
  if (!hasField(Field.User)) return 0;
  const key = fnv(fieldAt(Field.User), fieldEnd(Field.User), FNV_OFFSET) ^ ACCOUNT_SALT;
  return key ? key : 1;
}

function guess(why: u32): void {
  raise(Head.Threat, GUESSED);
  reason = why;
}

function isGuessing(source: Logins, now: u32): bool {
  return source.isBurst() || source.otherCount(now) >= MANY_ACCOUNTS;
}

function isSprayed(account: Logins, source: Logins, now: u32): bool {
  return account != source && account.otherCount(now) >= MANY_SOURCES;
}

function failure(source: Logins, account: Logins, key: u32, isKnown: bool, now: u32): void {
  // A message has eight bytes at least, or what lies behind it may be read. One that came again is the one counted last.
  const lead = parsed.repeats ? source.lead : load<u64>(parsed.messageAt);
  countFailure(source, key, lead, now);
  for (let again: u32 = 1; again < parsed.repeats; again++) countFailure(source, key, lead, now);
  if (account != source) countFailure(account, source.key, lead, now);
  const isAttack =
    isGuessing(source, now) ||
    (!isKnown && (source.failures >= MANY_FAILURES || isSprayed(account, source, now)));
  if (isAttack) {
    const isSpraying = source.otherCount(now) >= MANY_ACCOUNTS || isSprayed(account, source, now);
    guess(isSpraying ? Reason.PasswordSpraying : Reason.BruteForce);
  } else if (isKnown && !parsed.hasRequest) {
    keepOrdinary();
    reason = Reason.LoginFirstFailure;
  }
}

function success(source: Logins, account: Logins, isKnown: bool, now: u32): void {
  const isBreakIn =
    isGuessable() &&
    ((source.recentFailures(now) >= BREAK_IN_FAILURES && (!isKnown || isGuessing(source, now))) ||
      (!isKnown && isSprayed(account, source, now)));
  if (isBreakIn) {
    raise(Head.Threat, BROKEN_IN);
    reason = Reason.BreakIn;
    return;
  }
  source.succeeded = now;
  if (account != source) account.succeeded = now;
  keepOrdinary();
}

/** Whether the login was by what can be guessed: not by key, ticket or host. */
function isGuessable(): bool {
  if (!hasField(Field.Method)) return true;
  const first = load<u8>(fieldAt(Field.Method)) | 0x20;
  // `password`, `keyboard-interactive/pam`, PAM, PLAIN, LOGIN, CRAM-MD5; not `publickey`, `hostbased`, `gssapi-with-mic`.
  return (
    first != Char.h &&
    first != Char.g &&
    !(first == Char.p && (load<u8>(fieldAt(Field.Method), 1) | 0x20) == Char.u)
  );
}
