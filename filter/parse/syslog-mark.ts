/**
 * Marks of formats that stand in a program's place and begin the message: Cisco's `%ASA-4-106023: `, RouterOS's topics
 * (`firewall,info `), CEF and LEEF.
 */
import { ascii, isUpper, startsWith } from "../text/ascii";
import { Char } from "../text/char";

const CEF: usize = ascii("CEF:");
const LEEF: usize = ascii("LEEF:");
const FIREWALL_TOPIC: usize = ascii("firewall,");

/** Whether a mark stands at `at`. */
export function isMark(at: usize, end: usize): bool {
  const lead = <u32>load<u8>(at);
  if (lead == Char.Percent) return at < end && isUpper(load<u8>(at, 1));
  if (lead == Char.C) return startsWith(at, end, CEF);
  if (lead == Char.L) return startsWith(at, end, LEEF);
  return lead == Char.f && startsWith(at, end, FIREWALL_TOPIC);
}
