/**
 * PostgreSQL's server log: `2026-11-21 06:19:00.123 UTC [12] ada@shop LOG:  message`. Marker: a severity, a colon and
 * two blanks. The text before depends on `log_line_prefix`
 * (https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-LINE-PREFIX): any text in any order, which
 * no pattern says.
 */
import { fieldAt, fieldEnd, hasField, setText } from "../record/fields";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { ascii, find, findByte, isDigit, isLower, isUpper, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME, timeEnd } from "../text/clock";
import { isoTime } from "../text/time";
import { hostEnd, isAddress, setPort } from "./endpoint";
import { LogLevel, levelOfName } from "./level";
import { failed } from "./outcome";
import { parsed } from "./parsed";
import {
  after,
  afterLastByte,
  behind,
  digitsEnd,
  endsWith,
  findAfter,
  findLast,
  isWord,
  setLiteral,
  skipBlanks,
  wordEnd,
} from "./words";

const POSTGRES: usize = ascii("postgres");
const MARK: usize = ascii(":  ");
const FOR_USER: usize = ascii("for user ");
const REFUSED: usize = ascii(" authentication failed for user ");
const NO_ENTRY: usize = ascii("no pg_hba.conf entry for ");
const REJECTS: usize = ascii("pg_hba.conf rejects ");
const HOST_QUOTE: usize = ascii('host "');
const USER_MARK: usize = ascii('", user "');
const DATABASE_MARK: usize = ascii('", database "');
const RECEIVED: usize = ascii("connection received: host=");
const DISCONNECTION: usize = ascii("disconnection: ");
const HOST_KEY: usize = ascii(" host=");
const PORT_KEY: usize = ascii(" port=");
/** How far into the line the severity may stand. */
const MAX_HEADER_BYTES: usize = 200;

const LOG: usize = ascii("LOG");
const DEBUG: usize = ascii("DEBUG");
/** Lines that explain the message before. */
const DETAIL: usize = ascii("DETAIL");
const HINT: usize = ascii("HINT");
const STATEMENT: usize = ascii("STATEMENT");
const CONTEXT: usize = ascii("CONTEXT");

function levelOf(at: usize, end: usize): LogLevel {
  if (isWord(at, end, LOG) || isWord(at, end, DETAIL) || isWord(at, end, HINT)) return LogLevel.Info;
  if (isWord(at, end, STATEMENT) || isWord(at, end, CONTEXT)) return LogLevel.Info;
  if (startsWith(at, end, DEBUG)) return LogLevel.Debug;
  return levelOfName(at, end);
}

function isLowerWord(at: usize, end: usize): bool {
  for (; at < end; at++) if (!isLower(load<u8>(at))) return false;
  return true;
}

/** Whether a level or a word like `said:` stands in [at, end): the line is an application's that quotes PostgreSQL. */
function isQuoting(at: usize, end: usize): bool {
  while (at < end) {
    const stop = wordEnd(at, end);
    const word: usize = load<u8>(at) == Char.OpenBracket ? at + 1 : at;
    let bare = stop;
    while (bare > word && (load<u8>(bare - 1) == Char.CloseBracket || load<u8>(bare - 1) == Char.Colon))
      bare--;
    if (bare - word > 3 && levelOfName(word, bare) >= 0) return true;
    if (bare > at && load<u8>(stop - 1) == Char.Colon && isLowerWord(at, bare)) return true;
    at = skipBlanks(stop, end);
  }
  return false;
}

/**
 * Takes the client of a prefix `TIME [PID…] ADDR(PORT) [USER@DATABASE ]`. A name is the client's, and may look like an
 * address with a port: the message repeats the name.
 */
function prefixClient(at: usize, end: usize): void {
  at = skipBlanks(at, end);
  // The time's zone.
  if (at < end && isUpper(load<u8>(at))) at = skipBlanks(wordEnd(at, end), end);
  if (at >= end || load<u8>(at) != Char.OpenBracket) return;
  const client = skipBlanks(wordEnd(at, end), end);
  const stop = wordEnd(client, end);
  const open = findByte(client, stop, Char.OpenParen);
  if (open >= stop || load<u8>(stop - 1) != Char.CloseParen || !isAddress(client, open)) return;
  const next = skipBlanks(stop, end);
  if (next < end && findByte(next, wordEnd(next, end), Char.At) == wordEnd(next, end)) return;
  if (hasField(Field.User) && hasParen(fieldAt(Field.User), fieldEnd(Field.User))) return;
  if (setPort(Field.Sport, open + 1, stop - 1)) setText(Field.Ip, client, open);
}

function hasParen(at: usize, end: usize): bool {
  return findByte(at, end, Char.OpenParen) < end;
}

/**
 * Parses `… for host "ADDR", user "NAME", database "NAME", …`. The names are the client's: the host stands in front; of
 * two marks behind it, no name.
 */
function hbaClient(at: usize, end: usize): void {
  const host = findAfter(at, end, HOST_QUOTE);
  const stop = host ? find(host, end, USER_MARK) : 0;
  if (stop == 0) return;
  if (isAddress(host, stop)) setText(Field.Ip, host, stop);
  const name = behind(stop, USER_MARK);
  const close = find(name, end, DATABASE_MARK);
  if (close && !find(name, end, USER_MARK) && findLast(name, end, DATABASE_MARK) == close)
    setText(Field.User, name, close);
}

/**
 * Parses a refusal of a login. Its first words are the server's, and so are no client's: a method's name and
 * `authentication failed for user`, or what pg_hba.conf says.
 */
function refusal(at: usize, end: usize): bool {
  if (startsWith(at, end, NO_ENTRY) || startsWith(at, end, REJECTS)) {
    hbaClient(at, end);
    return true;
  }
  return startsWith(wordEnd(at, end), end, REFUSED);
}

/** Log type of a line of PostgreSQL's log: AUTH of a refused login, APP of others; UNKNOWN of any other line. */
export function postgresLine(at: usize, end: usize): u32 {
  if (at + 30 > end || !isDigit(load<u8>(at)) || load<u8>(at, 4) != Char.Minus) return Kind.Unknown;
  const limit = min(at + MAX_HEADER_BYTES, end);
  const mark = find(at + 19, limit, MARK);
  if (mark == 0) return Kind.Unknown;
  const word = afterLastByte(at, mark, Char.Space);
  if (!isUpper(load<u8>(word))) return Kind.Unknown;
  const logLevel = levelOf(word, mark);
  const time = logLevel < 0 ? NO_TIME : isoTime(at, end);
  if (time == NO_TIME || isQuoting(timeEnd(), word)) return Kind.Unknown;
  parsed.time = time;
  parsed.setLevel(logLevel, word, mark);
  setLiteral(Field.Service, POSTGRES);
  const message = behind(mark, MARK);
  parsed.setMessage(message, end);
  // The usual prefix has `user@database`.
  const sign = findByte(timeEnd(), word, Char.At);
  const name = afterLastByte(timeEnd(), sign, Char.Space);
  // A statement's text may hold anything: a user counts only in an error.
  const quote = logLevel >= LogLevel.Error ? findByte(message, end, Char.Quote) : end;
  if (quote < end && endsWith(message, quote, FOR_USER)) {
    const close = load<u8>(end - 1) == Char.Quote ? end - 1 : end;
    setText(Field.User, quote + 1, close);
  } else if (sign < word && load<u8>(name) != Char.OpenBracket) setText(Field.User, name, sign);
  host(message, end);
  if (logLevel != LogLevel.Critical || !refusal(message, end)) return Kind.App;
  if (!hasField(Field.Ip)) prefixClient(timeEnd(), word);
  failed();
  return Kind.Auth;
}

/** Parses `connection received: host=ADDR port=N`, `disconnection: … user=NAME database=NAME host=ADDR[ port=N]`. */
function host(at: usize, end: usize): void {
  let from = after(at, end, RECEIVED);
  if (from == 0 && startsWith(at, end, DISCONNECTION)) {
    const key = findLast(at, end, HOST_KEY);
    if (key) from = behind(key, HOST_KEY);
  }
  if (from == 0) return;
  const stop = hostEnd(from, end);
  const port = after(stop, end, PORT_KEY);
  // A user's name may hold ` host=` as well, but then more text follows.
  if (port ? digitsEnd(port, end) < end : stop < end) return;
  setText(Field.Ip, from, stop);
  if (port) setPort(Field.Sport, port, end);
}
