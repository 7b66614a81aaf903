/** Log types; the host's KINDS are the same. */
import { ascii } from "../text/ascii";
import { list } from "../text/list";

export const enum Kind {
  Web,
  Auth,
  Dns,
  Firewall,
  App,
  Syslog,
  Unknown,
}

/** Whether lines of a log type are what programs say of themselves: clients choose most of any other. @inline */
export function isOfProgram(kind: u32): bool {
  return kind == Kind.App || kind == Kind.Syslog || kind == Kind.Unknown;
}

export const KIND_COUNT: u32 = Kind.Unknown + 1;
export const KIND_NAMES: usize = list(ascii("web,auth,dns,firewall,app,syslog,unknown"));
