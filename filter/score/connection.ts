/**
 * What is no robot's doing, whatever it looks like: a server that wakes itself up (Apache sends its own processes `OPTIONS *`,
 * mod_unixd), and connections that end before a request, as browsers open some ahead.
 */
import { parsed } from "../parse/parsed";
import { fieldAt, fieldEnd, fieldLength, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { Head } from "../schema/heads";
import { isOwnAddress, readAddress } from "../text/address-value";
import { Char } from "../text/char";
import { keepBelow } from "./heads";

/** Whether the target is the server itself, and who asks is in its own networks. */
function isOwnConnection(): bool {
  if (!hasField(Field.Path) || fieldLength(Field.Path) != 1) return false;
  if (load<u8>(fieldAt(Field.Path)) != Char.Asterisk || !hasField(Field.Ip)) return false;
  return readAddress(fieldAt(Field.Ip), fieldEnd(Field.Ip)) && isOwnAddress();
}

/** Keeps such a line from being called a robot's. An attack it may still be. */
export function judgeConnection(): void {
  if (parsed.isClosed || isOwnConnection()) keepBelow(Head.Bot);
}
