/** Which variables of a format become fields: one for each field, and none that a client could forge. */
import type { PatternField } from "../../../formats/lib/types.ts";
import type { Node } from "./nodes.ts";
import type { Variable } from "./variables.ts";

/** A variable with what becomes of it. */
export interface Choice {
  field?: PatternField;
  /** It has to be read without blanks: a blank in it would move what stands behind. */
  isWord: boolean;
}

export interface Choices {
  /** By the node's place. */
  byNode: (Choice | undefined)[];
  notes: string[];
}

const REQUEST_PARTS: readonly PatternField[] = ["method", "path", "query", "version"];

/** Place of the node that each field is read from. */
function bestNodes(nodes: readonly Node[]): Map<PatternField, number> {
  const best = new Map<PatternField, number>();
  nodes.forEach((node, i) => {
    if ("text" in node || !node.variable.field) return;
    const before = best.get(node.variable.field);
    const other = before === undefined ? undefined : (nodes[before] as { variable: Variable });
    if (!other || node.variable.rank < other.variable.rank) best.set(node.variable.field, i);
  });
  if (best.has("request")) for (const part of REQUEST_PARTS) best.delete(part);
  return best;
}

/** A client's text that nothing encloses: it may hold whatever literals stand behind it. */
function isOpen(node: Node): boolean {
  return !("text" in node) && node.variable.client === true && !node.isQuoted;
}

/** What the server says of the request, where a client's text may not come instead. */
const WITNESSES: readonly PatternField[] = ["ip", "status", "bytes", "ms", "sport", "dport", "dst"];

/** Place of the first quote from `from` on, or the end: what a client's open text can't hold, or can't move. */
export function fenceAt(nodes: readonly Node[], from: number): number {
  const fence = nodes.findIndex(
    (node, i) => i >= from && ("text" in node ? node.text.includes('"') : node.isQuoted),
  );
  return fence < 0 ? nodes.length : fence;
}

/** Places of the variables in [from, to). */
function variablesIn(nodes: readonly Node[], from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i).filter(
    (place) => !("text" in (nodes[place] as Node)),
  );
}

/**
 * Chooses the fields.
 *
 * A server's value behind a client's open text counts only where all from there to the next quote is free of blanks: then
 * a blank in that text makes the line fit no more, instead of moving the value. Without that the field is left out.
 */
export function chooseFields(nodes: readonly Node[]): Choices {
  const best = bestNodes(nodes);
  const words = new Set<number>();
  const notes: string[] = [];
  nodes.forEach((node, i) => {
    if ("text" in node || !isOpen(node)) return;
    const places = variablesIn(nodes, i, fenceAt(nodes, i));
    const witnesses = WITNESSES.filter(
      (field) => best.has(field) && places.includes(best.get(field) as number),
    );
    if (witnesses.length === 0) return;
    if (places.every((place) => staysWord(nodes, place))) for (const place of places) words.add(place);
    else {
      for (const field of witnesses) best.delete(field);
      const one = witnesses.length === 1;
      notes.push(
        `${witnesses.join(", ")} ${one ? "is" : "are"} left out: a client's own ${node.variable.name} stands before without quotes, and could hold ${one ? "another" : "others"}`,
      );
    }
  });
  if (!best.has("ip")) notes.push(...nodes.flatMap(addressNote));
  const byNode = nodes.map((node, i): Choice | undefined => {
    if ("text" in node) return undefined;
    const { field } = node.variable;
    const isChosen = field !== undefined && best.get(field) === i;
    if (isChosen && node.variable.unsure) notes.push(node.variable.unsure);
    return { isWord: words.has(i), ...(isChosen && { field }) };
  });
  return { byNode, notes };
}

/** A header with an address is a client's own word, unless a proxy of the user's sets it. */
function addressNote(node: Node): string[] {
  if (
    "text" in node ||
    !/x[-_]real[-_]ip|x[-_]forwarded[-_]for|connecting[-_]ip|client[-_]ip/i.test(node.variable.name)
  )
    return [];
  return [
    `no address but in ${node.variable.name}, which clients may send themselves; where your proxy sets it, write {ip:forwarded} in its place`,
  ];
}

/** Whether a variable is read as a text without blanks, which blanks, brackets, a quote or the end stand behind. */
function staysWord(nodes: readonly Node[], place: number): boolean {
  const { variable } = nodes[place] as { variable: Variable };
  const next = nodes[place + 1];
  const isClosed = next === undefined || ("text" in next && /^[\s\])"]|[\s[("]$/.test(next.text));
  // A request line has blanks of its own.
  return isClosed && !variable.list && !variable.braced && variable.field !== "request";
}
