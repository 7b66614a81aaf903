/** Patterns of formats/, made of a server's format string. */
import { DEFAULT_TYPES, type PatternField } from "../../../formats/lib/types.ts";
import { type Choice, type Choices, chooseFields, fenceAt } from "./choose.ts";
import { BLANKS, type Node, nodesOf, type Piece } from "./nodes.ts";
import type { Quotes, Variable } from "./variables.ts";

export interface Composed {
  /** The first reads ordinary lines; others those where a variable has no value. */
  patterns: string[];
  /** What a person should look at. */
  notes: string[];
  /** A line as the server writes it. */
  line: string;
  /** What the line's event has. */
  event: Record<string, unknown>;
}

const MS: Readonly<Record<string, number>> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };

/** @param quotes how the server writes a client's quote inside quotes */
export function compose(pieces: readonly Piece[], quotes: Quotes): Composed {
  const nodes = nodesOf(trimmed(pieces));
  const choices = chooseFields(nodes);
  const patterns = [patternOf(nodes, choices, undefined)];
  nodes.forEach((node, i) => {
    if (!("text" in node) && node.variable.none && choices.byNode[i]?.field)
      patterns.push(patternOf(nodes, choices, i));
  });
  const rest = quotes === "escaped" ? behindClient(nodes, choices) : undefined;
  if (rest) patterns.push(rest);
  return { patterns, notes: choices.notes, line: lineOf(nodes), event: eventOf(nodes, choices.byNode) };
}

/**
 * The pattern of lines in which a client's open text has blanks: what stands from there to the next quote, which the
 * text can't hold, is not read. Without it other formats would read such a line, each in its own way.
 */
function behindClient(nodes: readonly Node[], choices: Choices): string | undefined {
  const first = nodes.findIndex((node) => !("text" in node) && node.variable.client && !node.isQuoted);
  const fence = fenceAt(nodes, Math.max(0, first));
  const before = nodes[fence - 1];
  if (first < 0 || fence === nodes.length || !before) return undefined;
  const start = "text" in before ? fence - 1 : fence;
  const head = patternOf(nodes.slice(0, first), sliced(choices, 0, first), undefined);
  return `${head}{}${patternOf(nodes.slice(start), sliced(choices, start, nodes.length), undefined)}`;
}

function sliced({ byNode, notes }: Choices, from: number, to: number): Choices {
  return { byNode: byNode.slice(from, to), notes };
}

/** Blanks and line breaks at the end don't count. */
function trimmed(pieces: readonly Piece[]): Piece[] {
  const last = pieces.at(-1);
  if (!last || !("text" in last)) return [...pieces];
  return [...pieces.slice(0, -1), { text: last.text.trimEnd() }];
}

function escaped(text: string): string {
  return text.replace(/[{}]/g, "$&$&").replaceAll(BLANKS, "{ }");
}

/** @param without place of the variable that has no value in this pattern's lines */
function patternOf(nodes: readonly Node[], { byNode }: Choices, without: number | undefined): string {
  let pattern = "";
  nodes.forEach((node, i) => {
    if ("text" in node) pattern += escaped(node.text);
    else if (i === without) pattern += node.isQuoted ? `"${node.variable.none}"` : node.variable.none;
    else if (node.variable.braced) pattern = `${pattern.replace(/ $/, "")}{? {{{}}}}`;
    else {
      const token = tokenOf(node, byNode[i] as Choice, nodes[i + 1], i + 2 === nodes.length);
      pattern += (node.variable.sign ? `{?${node.variable.sign}}` : "") + token;
    }
  });
  return pattern;
}

function tokenOf(
  { variable, isQuoted }: { variable: Variable; isQuoted: boolean },
  { field, isWord }: Choice,
  next: Node | undefined,
  /** Whether the text behind ends the format. */
  isEnd: boolean,
): string {
  const name = field ?? "";
  const isTyped = field !== undefined && field in DEFAULT_TYPES;
  const type = isTyped
    ? (variable.type ?? DEFAULT_TYPES[field])
    : textType(variable, isQuoted, isWord, next, isEnd);
  const isDefault = type === undefined || type === (field && DEFAULT_TYPES[field]);
  const token = `{${name}${isDefault ? "" : `:${type}`}}`;
  if (!isQuoted) return token;
  return type === "quoted" ? `"${token}` : `"${token}"`;
}

/** Undefined for a text that ends where the next literal stands. */
function textType(
  { client, list }: Variable,
  isQuoted: boolean,
  isWord: boolean,
  next: Node | undefined,
  isEnd: boolean,
): string | undefined {
  if (isWord) return "word";
  if (isQuoted) return client || list ? "quoted" : undefined;
  if (!client && !list) return "word";
  // Of two texts that only a blank parts, one without blanks shows where the other begins.
  const isLast = client && next !== undefined && "text" in next && isEnd;
  if (isLast) return "last";
  const isBlank = next !== undefined && "text" in next && next.text === " ";
  return client && isBlank ? "word" : undefined;
}

function lineOf(nodes: readonly Node[]): string {
  return nodes
    .map((node) => {
      if ("text" in node) return node.text.replaceAll(BLANKS, "    ");
      return node.isQuoted ? `"${node.variable.sample}"` : node.variable.sample;
    })
    .join("");
}

function eventOf(nodes: readonly Node[], byNode: Choices["byNode"]): Record<string, unknown> {
  const event: Record<string, unknown> = {};
  nodes.forEach((node, i) => {
    const field = byNode[i]?.field;
    if (!("text" in node) && field) Object.assign(event, fieldsOf(field, node.variable));
  });
  return withQuery(event);
}

/** An event's fields by a variable and its ordinary value. */
export function fieldsOf(field: PatternField, { sample, type }: Variable): Record<string, unknown> {
  if (field === "time" || field === "version" || sample === "-") return {};
  if (field === "request") {
    const [method, path] = sample.split(" ");
    return { method, path };
  }
  if (field === "ms") return { ms: Number((Number(sample) * (MS[type ?? "ms"] ?? 1)).toPrecision(12)) };
  if (["status", "bytes", "sport", "dport"].includes(field)) return { [field]: Number(sample) };
  if (type !== "endpoint") return { [field]: sample };
  const [address, port] = sample.split(":");
  return { [field]: address, [field === "ip" ? "sport" : "dport"]: Number(port) };
}

/** A query is a part of the path. */
export function withQuery({ query, ...event }: Record<string, unknown>): Record<string, unknown> {
  if (query === undefined || event.path === undefined) return event;
  return { ...event, path: `${event.path}?${String(query).replace(/^\?/, "")}` };
}
