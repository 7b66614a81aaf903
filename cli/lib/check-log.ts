/** Whether a file is a log, before it is read as one. */
import { type Packing, packingOf, type Wrong, wrongContent } from "../../host/log/content.ts";
import { endsOf, unpackedHead } from "./ends.ts";
import { UsageError } from "./errors.ts";
import { printable, say } from "./output.ts";
import { checkReadable } from "./readable.ts";

/** Files that were said to be empty: each is looked at when it is chosen, and again when it is opened. */
const toldEmpty = new Set<string>();

/**
 * Says at once, and in words, why a file can't be read as a log.
 *
 * @param isKept it is to be followed: no pipe, no device
 * @param isForced what it holds is only said
 * @returns what packed it
 * @throws as {@link checkReadable}; UsageError where it holds something else
 */
export function checkLog(name: string, isKept = false, isForced = false): { packing?: Packing } {
  checkReadable(name);
  const ends = endsOf(name, isKept);
  if (!ends) return {};
  const { head, tail } = ends;
  if (head.length === 0 && !toldEmpty.has(name)) say(`${printable(name)} is empty`);
  if (head.length === 0) toldEmpty.add(name);
  const packing = packingOf(head);
  const answer = packing ? { packing } : {};
  const wrong = wrongContent(packing ? unpackedHead(head, packing, name) : head);
  // A client can fill a log's beginning with anything: it stays a log.
  if (!wrong || (wrong.isBinary && !packing && !wrongContent(tail))) return answer;
  const what = `${printable(name)} is ${wrong.what}`;
  if (!isForced) throw new UsageError(`${what}${remedy(name, wrong, isKept)}`);
  say(`${what}; its bytes are read as lines all the same`);
  return answer;
}

function remedy(name: string, { unpack }: Wrong, isKept: boolean): string {
  if (!unpack) return isKept ? "; --force stores it all the same" : "";
  const text = `${unpack} ${printable(name)}`;
  return isKept
    ? `; make text of it first (${text} > FILE) and name that`
    : `; make text of it first: ${text} | smartlog score -`;
}
