/**
 * What is no robot's doing, whatever it looks like: a server that wakes itself up (Apache sends its own processes `OPTIONS *`,
 * mod_unixd), connections that end before a request, as browsers open some ahead, and people whose browser speaks TLS to a port without it.
 */
import { request } from "../features/source-request";
import { get } from "../features/values";
import { parsed } from "../parse/parsed";
import { event } from "../record/event";
import { fieldAt, fieldEnd, fieldLength, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { Head } from "../schema/heads";
import { Kind } from "../schema/kinds";
import { isOwnAddress, readAddress } from "../text/address-value";
import { Char } from "../text/char";
import { keepBelow, keepOrdinary } from "./heads";

/** Whether the target is the server itself, and who asks is in its own networks. */
function isOwnConnection(): bool {
  if (!hasField(Field.Path) || fieldLength(Field.Path) != 1) return false;
  if (load<u8>(fieldAt(Field.Path)) != Char.Asterisk || !hasField(Field.Ip)) return false;
  return readAddress(fieldAt(Field.Ip), fieldEnd(Field.Ip)) && isOwnAddress();
}

/** The feature `source_evidence` of a source of which as much speaks for a person as for a robot; it is less where little is known. */
const UNDECIDED: f32 = 3;

/** Keeps such a line from being called a robot's. An attack it may still be. */
export function judgeConnection(): void {
  // TLS spoken to a port without it is a slip of who asks for pages besides, and a scan of who does not.
  const evidence = get(Feature.SourceEvidence);
  if (event.kind == Kind.Web && request.isTlsHello && evidence >= 0 && evidence <= UNDECIDED) keepOrdinary();
  if (parsed.isClosed || isOwnConnection()) keepBelow(Head.Bot);
}
