/** From a program's name and message (a syslog line without the header, a journal record) to a log type. */
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { ascii, findByte } from "../text/ascii";
import { Char } from "../text/char";
import { apacheErrorLine } from "./apache-error";
import { auditLine } from "./audit";
import { authMessage } from "./auth";
import { bindMessage } from "./bind";
import { corednsMessage } from "./coredns";
import { dnsmasqMessage } from "./dnsmasq";
import { firewallMessage } from "./firewall";
import { nginxErrorLine } from "./nginx-error";
import { isPamLabel } from "./pam";
import { Program, programOf } from "./programs";
import { unboundMessage } from "./unbound";
import { webLine } from "./web";
import { after, findAfter } from "./words";

const REPEATED: usize = ascii("message repeated ");
const REPEATED_OPEN: usize = ascii(" times: [ ");

/** Whether `(pam_…)` is part of the program's name or stands behind the name in the line. */
function isPamNamed(name: usize, nameEnd: usize, message: usize): bool {
  const paren = findByte(name, nameEnd, Char.OpenParen);
  return paren < nameEnd ? isPamLabel(paren, nameEnd) : isPamLabel(nameEnd, message);
}

/**
 * Parses a message of the program that the field SERVICE names; `(pam_unix)` may stand between name and message.
 *
 * @returns the log type, SYSLOG where no parser takes the message
 */
export function messageKind(at: usize, end: usize): u32 {
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
  switch (program) {
    case Program.Kernel:
      return firewallMessage(at, end) ? Kind.Firewall : Kind.Syslog;
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
      if (webLine(at, end)) return Kind.Web;
      return nginxErrorLine(at, end) || apacheErrorLine(at, end) ? Kind.App : Kind.Syslog;
    default:
      return authMessage(program, isPamNamed(name, nameEnd, at), at, end) ? Kind.Auth : Kind.Syslog;
  }
}
