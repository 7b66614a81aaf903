/** A server's format string, taken apart and put into the parts that a pattern can read. */
import type { Variable } from "./variables.ts";

/** In a text: one or more blanks. No format string has the character, which is for private use. */
export const BLANKS = "\ue002";

/** A part of a format string as its server has it. */
export type Piece = { text: string } | { variable: Variable };

/** A part that a pattern reads as one: literal text, or a variable, whose quotes belong to it. */
export type Node = { text: string } | { variable: Variable; isQuoted: boolean };

/** Pieces between two quotes, or one outside. */
type Group = Piece | { quoted: Piece[] };

/** Texts side by side become one; brackets that a variable brings become text. */
function merged(pieces: readonly Piece[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces.flatMap(withBrackets)) {
    const last = out.at(-1);
    if ("text" in piece && last && "text" in last) last.text += piece.text;
    else if (!("text" in piece) || piece.text !== "") out.push("text" in piece ? { ...piece } : piece);
  }
  return out;
}

function withBrackets(piece: Piece): Piece[] {
  if ("text" in piece || !piece.variable.bracketed) return [piece];
  const { bracketed: _, sample, ...variable } = piece.variable;
  return [
    { text: "[" },
    { variable: { ...variable, sample: sample.replace(/^\[|\]$/g, "") } },
    { text: "]" },
  ];
}

function groups(pieces: readonly Piece[]): Group[] {
  const out: Group[] = [];
  let open: Piece[] | undefined;
  for (const piece of pieces) {
    if (!("text" in piece)) {
      (open ?? out).push(piece);
      continue;
    }
    piece.text.split('"').forEach((text, i) => {
      if (i > 0) {
        if (open) out.push({ quoted: open });
        open = open ? undefined : [];
      }
      if (text !== "") (open ?? out).push({ text });
    });
  }
  // A quote that nothing closes is text.
  return open ? [...out, { text: '"' }, ...open] : out;
}

/** One variable in place of several. */
function joined(parts: readonly Piece[], change: Partial<Variable>): Variable {
  const variables = parts.flatMap((part) => ("text" in part ? [] : [part.variable]));
  return {
    name: parts.map((part) => ("text" in part ? part.text : part.variable.name)).join(""),
    sample: parts.map((part) => ("text" in part ? part.text : part.variable.sample)).join(""),
    rank: Math.min(...variables.map(({ rank }) => rank)),
    client: variables.some(({ client }) => client === true),
    list: variables.some(({ list }) => list === true),
    ...change,
  };
}

function fieldsOf(parts: readonly Piece[]): unknown[] {
  return parts.map((part) => ("text" in part ? undefined : part.variable.field));
}

/** `METHOD TARGET VERSION`: read as a whole, since a target may hold blanks. */
function isRequest(parts: readonly Piece[]): boolean {
  const fields = fieldsOf(parts);
  return fields[0] === "method" && fields.includes("path");
}

function quotedNodes(parts: Piece[]): Node[] {
  const [first] = parts;
  const variables = parts.filter((part) => !("text" in part));
  const quote = { text: '"' };
  if (variables.length === 0) return [{ text: `"${first && "text" in first ? first.text : ""}"` }];
  if (isRequest(parts)) return [{ variable: joined(parts, { field: "request" }), isQuoted: true }];
  const isWhole = parts.length === 1 && first && !("text" in first);
  if (isWhole) return [{ variable: first.variable, isQuoted: true }];
  const { client, list } = joined(parts, {});
  if (client || list) return [{ variable: joined(parts, {}), isQuoted: true }];
  return [quote, ...parts.map(unquoted), quote];
}

function unquoted(piece: Piece): Node {
  return "text" in piece ? piece : { variable: piece.variable, isQuoted: false };
}

/** Whether its text shows by itself where it ends. */
function delimitsItself({ field }: Variable): boolean {
  return (
    field !== undefined && ["ip", "dst", "status", "bytes", "ms", "time", "sport", "dport"].includes(field)
  );
}

/** Variables without text between them become one, where the first has no end of its own. */
function joinRuns(nodes: readonly Node[]): Node[] {
  const out: Node[] = [];
  for (const node of nodes) {
    const last = out.at(-1);
    const isRun = last && !("text" in last) && !last.isQuoted && !("text" in node) && !node.isQuoted;
    if (isRun && !delimitsItself(last.variable)) {
      const isTarget = last.variable.field === "path";
      const variable = joined([last, node], isTarget ? { field: "path" } : {});
      out[out.length - 1] = { variable, isQuoted: false };
    } else if ("text" in node && last && "text" in last) last.text += node.text;
    else out.push("text" in node ? { ...node } : node);
  }
  return out;
}

export function nodesOf(pieces: readonly Piece[]): Node[] {
  return joinRuns(
    groups(merged(pieces)).flatMap((group) =>
      "quoted" in group ? quotedNodes(group.quoted) : [unquoted(group)],
    ),
  );
}
