/**
 * PostgreSQL's server log: `2026-11-21 06:19:00.123 UTC [12] ada@shop LOG:  message`. Marker: a severity, a colon and
 * two blanks. The text before depends on `log_line_prefix`
 * (https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-LINE-PREFIX).
 */
import { setText } from "../record/fields";
import { Field } from "../schema/fields";
import { ascii, find, findByte, isDigit, isLower, isUpper, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { NO_TIME, timeEnd } from "../text/clock";
import { isoTime } from "../text/time";
import { hostEnd, setPort } from "./endpoint";
import { LogLevel, levelOfName } from "./level";
import { parsed } from "./parsed";
import {
  after,
  afterLastByte,
  behind,
  digitsEnd,
  endsWith,
  findLast,
  isWord,
  setLiteral,
  skipBlanks,
  wordEnd,
} from "./words";

const POSTGRES: usize = ascii("postgres");
const MARK: usize = ascii(":  ");
const FOR_USER: usize = ascii("for user ");
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

/** Parses a line of PostgreSQL's log; false for any other line. */
export function postgresLine(at: usize, end: usize): bool {
  if (at + 30 > end || !isDigit(load<u8>(at)) || load<u8>(at, 4) != Char.Minus) return false;
  const limit = min(at + MAX_HEADER_BYTES, end);
  const mark = find(at + 19, limit, MARK);
  if (mark == 0) return false;
  const word = afterLastByte(at, mark, Char.Space);
  if (!isUpper(load<u8>(word))) return false;
  const logLevel = levelOf(word, mark);
  const time = logLevel < 0 ? NO_TIME : isoTime(at, end);
  if (time == NO_TIME || isQuoting(timeEnd(), word)) return false;
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
  return true;
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
