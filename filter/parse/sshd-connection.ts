/** Messages of sshd(8) about connections, before, between and after logins. */
import { Field } from "../schema/fields";
import { ascii, findByte, isDigit, isLetter, lengthOf, startsWith } from "../text/ascii";
import { Char, chars2 } from "../text/char";
import { itemCount, itemEnd, itemStart, list } from "../text/list";
import { takeEndpoint, takeSource } from "./endpoint";
import { parsed } from "./parsed";
import { FOR, FROM, nameAddressText, nameAndAddress, nameFrom, skipInvalid } from "./sshd-source";
import { after, begins, digitsEnd, endsWith, findAfter, findLast, rest } from "./words";

/** Leads of connections that come to no login. */
const NO_BANNER: usize = ascii("Did not receive identification string from ");
const NO_LOGIN: usize = ascii("Timeout before authentication for ");
const NEGOTIATE: usize = ascii("Unable to negotiate with ");
const ON: usize = ascii(" on ");
const DROP: usize = ascii("drop connection #");
const REFUSED: usize = ascii("refused connect from ");
const TIMEOUT: usize = ascii("Timeout, client not responding from ");
const TIMED_OUT: usize = ascii(" timed out");
const BANNER: usize = ascii("banner exchange: ");
const CONNECTION: usize = ascii("connection from ");
const PUBLIC_KEY: usize = ascii("public key ");
const REJECTED: usize = ascii(" rejected: ");

/** First words of the messages that go on with `[… user NAME ]ADDR[ port N]`. */
const LEADS: usize = list(
  ascii(
    `Connection closed by ,Connection reset by ,Disconnected from ,Connection from ,Received disconnect from ,
    Did not receive identification string from ,Timeout before authentication for ,Closing connection to ,
    terminating inactive connection from ,Could not write ident string to ,Protocol major versions differ for ,
    Read error from remote host ,Finished discarding for ,Username too long from ,Address ,scanned from ,probed from `,
  ),
);

/** Address behind one of the {@link LEADS} at `at`, or 0. */
function afterLead(at: usize, end: usize): usize {
  for (let index: u32 = 0; index < itemCount(LEADS); index++) {
    const lead = itemStart(LEADS, index);
    const length = itemEnd(LEADS, index) - lead;
    if (at + length > end || load<u64>(at) != load<u64>(lead)) continue;
    if (memory.compare(at, lead, length) == 0) return at + length;
  }
  return 0;
}

/** Skips names of functions and steps in front: `ssh_dispatch_run_fatal: `. */
function skipLabels(at: usize, end: usize): usize {
  const banner = after(at, end, BANNER);
  if (banner) return banner;
  while (true) {
    let stop = at;
    while (
      stop < end &&
      (isLetter(load<u8>(stop)) || isDigit(load<u8>(stop)) || load<u8>(stop) == Char.Underscore)
    )
      stop++;
    if (stop == at || stop + 1 >= end || load<u16>(stop) != chars2(Char.Colon, Char.Space)) return at;
    at = stop + 2;
  }
}

/**
 * Parses a message about a connection.
 *
 * @param isBeforeLogin whether it ended before a login
 */
export function connectionMessage(at: usize, end: usize, isBeforeLogin: bool): void {
  at = skipLabels(at, end);
  if (endsWith(at, end, TIMED_OUT)) end -= lengthOf(TIMED_OUT);
  const lead = afterLead(at, end);
  if (lead) {
    parsed.isProbe = isBeforeLogin || startsWith(at, end, NO_BANNER) || startsWith(at, end, NO_LOGIN);
    const connection = after(lead, end, CONNECTION);
    const source = nameAndAddress(connection ? connection : lead, end);
    const on = source ? after(source, end, ON) : 0;
    if (on) takeSource(on, end, Field.Dst, Field.Dport);
  } else if (begins(at, end, TIMEOUT)) nameAndAddress(rest(), end);
  else if (begins(at, end, NEGOTIATE)) {
    parsed.isProbe = true;
    nameAddressText(rest(), end);
  } else if (begins(at, end, DROP)) {
    parsed.isProbe = true;
    const from = after(digitsEnd(rest(), end), end, FROM);
    const to = from ? after(takeEndpoint(from, end, Field.Ip, Field.Sport), end, ON) : 0;
    if (to) takeEndpoint(to, end, Field.Dst, Field.Dport);
  } else if (begins(at, end, REFUSED)) {
    parsed.isProbe = true;
    // `HOST (ADDR)`: the host's name is from the client's DNS.
    const open = load<u8>(end - 1) == Char.CloseParen ? findByte(rest(), end, Char.OpenParen) : end;
    takeSource(open < end ? open + 1 : rest(), end, Field.Ip, Field.Sport);
  } else if (begins(at, end, PUBLIC_KEY)) {
    const stop = findLast(at, end, REJECTED);
    const name = stop ? findAfter(at, stop, FOR) : 0;
    if (name) nameFrom(skipInvalid(name, stop), stop);
  }
}
