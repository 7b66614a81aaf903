/** From a program's name and message (a syslog line without the header, a journal record) to a log type. */
import { Context } from "../model/formats";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { KIND_COUNT, Kind } from "../schema/kinds";
import { ascii, findByte, hexValue, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { isoTime } from "../text/time";
import { apacheErrorLine, apacheSyslogMessage } from "./apache-error";
import { auditLine } from "./audit";
import { authMessage } from "./auth";
import { bindMessage } from "./bind";
import { corednsMessage } from "./coredns";
import { dnsmasqMessage } from "./dnsmasq";
import { firewallMessage } from "./firewall";
import { leadingFormat, messageFormat } from "./formats/find";
import { nginxErrorLine } from "./nginx-error";
import { isPamLabel, isPamMessage } from "./pam";
import { Program, programHash, programOf } from "./programs";
import { isRepeatedLogin, noteMessage } from "./repeated";
import { strayRequest } from "./stray-request";
import { unboundMessage } from "./unbound";
import { webLine } from "./web";
import { after, findAfter, setLiteral } from "./words";

const FAILED: usize = ascii("Failed ");
const ACCEPTED: usize = ascii("Accepted ");
const INVALID_USER: usize = ascii("Invalid user ");
const FROM: usize = ascii(" from ");
const PORT: usize = ascii(" port ");
const SSHD: usize = ascii("sshd");
const CONTAINER_ID_BYTES: usize = 12;
const REPEATED: usize = ascii("message repeated ");
const REPEATED_OPEN: usize = ascii(" times: [ ");

/** Whether `(pam_…)` is part of the program's name or stands behind the name in the line. */
function isPamNamed(name: usize, nameEnd: usize, message: usize): bool {
  const paren = findByte(name, nameEnd, Char.OpenParen);
  return paren < nameEnd ? isPamLabel(paren, nameEnd) : isPamLabel(nameEnd, message);
}

/** Whether the program's name ends in a container's id, as Docker's syslog and journald drivers tag lines. */
function isContainer(): bool {
  const at = fieldAt(Field.Service);
  const end = fieldEnd(Field.Service);
  const id = end - CONTAINER_ID_BYTES;
  if (!hasField(Field.Service) || id < at) return false;
  if (id > at && load<u8>(id - 1) != Char.Slash) return false;
  for (let p = id; p < end; p++) if (hexValue(load<u8>(p)) < 0) return false;
  return true;
}

/** Log type of a message that no format of its program takes, by those of any program; SYSLOG where none does. */
function anyFormat(at: usize, end: usize, now: i64, isWebServer: bool): u32 {
  const kind = messageFormat(Context.Message, at, end, now);
  if (kind < KIND_COUNT) return kind;
  const line = leadingFormat(false, at, end, now);
  if (line < KIND_COUNT) return line;
  if (isContainer()) {
    const web = webLine(at, end, now);
    if (web != Kind.Unknown) return web;
  }
  return isWebServer && strayRequest(at, end, now) ? Kind.Web : Kind.Syslog;
}

/** Log type of a web server's message: a request, a line of an error log, or neither. */
function webServerKind(at: usize, end: usize, now: i64): u32 {
  let kind = webLine(at, end, now);
  if (kind == Kind.Unknown) kind = nginxErrorLine(isoTime(at, end), at, end);
  if (kind == Kind.Unknown) kind = apacheErrorLine(at, end);
  if (kind == Kind.Unknown) kind = apacheSyslogMessage(at, end);
  return kind == Kind.Unknown ? anyFormat(at, end, now, true) : kind;
}

/** Parses a message whose program is not named, by what OpenSSH and PAM alone write; false for any other. */
export function loginKind(at: usize, end: usize): bool {
  const isLogin =
    startsWith(at, end, FAILED) || startsWith(at, end, ACCEPTED) || startsWith(at, end, INVALID_USER);
  if (!isLogin) return authMessage(Program.Unknown, false, at, end);
  const from = findAfter(at, end, FROM);
  if (from == 0 || !findAfter(from, end, PORT)) return false;
  setLiteral(Field.Service, SSHD);
  return authMessage(Program.Sshd, false, at, end);
}

/**
 * Parses a message of the program that the field SERVICE names; `(pam_unix)` may stand between name and message.
 *
 * @param now the shipper's time, milliseconds since the epoch
 * @returns the log type, SYSLOG where no parser takes the message
 */
export function messageKind(at: usize, end: usize, now: i64): u32 {
  if (isRepeatedLogin(at, end)) return Kind.Auth;
  const kind = readMessage(at, end, now);
  noteMessage(kind, at);
  return kind;
}

function readMessage(at: usize, end: usize, now: i64): u32 {
  // rsyslog joins repeated messages: `message repeated 2 times: [ Failed password for …]`.
  if (after(at, end, REPEATED)) {
    const inner = findAfter(at, end, REPEATED_OPEN);
    if (inner) {
      at = inner;
      if (load<u8>(end - 1) == Char.CloseBracket) end--;
    }
  }
  const name = fieldAt(Field.Service);
  const nameEnd = fieldEnd(Field.Service);
  const program = hasField(Field.Service) ? programOf(name, nameEnd) : Program.Kernel;
  // What a PAM module says is in no format of the program that it works for.
  if (hasField(Field.Service) && (load<u8>(at) != Char.p || !isPamMessage(at, end))) {
    const kind = messageFormat(programHash(), at, end, now);
    if (kind < KIND_COUNT) return kind;
  }
  switch (program) {
    case Program.Kernel:
      return firewallMessage(at, end) ? Kind.Firewall : anyFormat(at, end, now, false);
    case Program.Named:
      return bindMessage(at, end) ? Kind.Dns : Kind.Syslog;
    case Program.Dnsmasq:
      return dnsmasqMessage(at, end) ? Kind.Dns : Kind.Syslog;
    case Program.Unbound:
      return unboundMessage(at, end) ? Kind.Dns : Kind.Syslog;
    case Program.Coredns:
      return corednsMessage(at, end) ? Kind.Dns : Kind.Syslog;
    case Program.Audit:
      return auditLine(at, end) ? Kind.Auth : Kind.Syslog;
    case Program.WebServer:
      return webServerKind(at, end, now);
    default:
      return authMessage(program, isPamNamed(name, nameEnd, at), at, end)
        ? Kind.Auth
        : anyFormat(at, end, now, false);
  }
}
