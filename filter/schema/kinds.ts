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

export const KIND_COUNT: u32 = Kind.Unknown + 1;
export const KIND_NAMES: usize = list(ascii("web,auth,dns,firewall,app,syslog,unknown"));
