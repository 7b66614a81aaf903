/**
 * A tiny grammar kit: productions are text with references in «guillemets», because attack strings use every
 * ASCII bracket there is.
 *
 *   «name»        what rule `name` expands to
 *   «name?»       that, or nothing
 *   «name*2-5»    two to five of them
 *   «key=name»    expands and remembers; «$key» says the same again
 *   «a|b «c»|»    one of the alternatives, text or not
 *   «»            nothing (a production can't be an empty line)
 */
import type { Random } from "./random.ts";

type Production = string | readonly [text: string, weight: number];
type Rule = readonly Production[] | ((rng: Random) => string);
export type Rules = Readonly<Record<string, Rule>>;

/** Expands one rule of a grammar; `start` is "start" unless told. */
export type Grammar = (rng: Random, start?: string) => string;

type Node =
  | { kind: "text"; text: string }
  | { kind: "rule"; name: string; optional: boolean; low: number; high: number; key: string }
  | { kind: "recall"; key: string }
  | { kind: "choice"; options: Node[][] };

interface Compiled {
  productions: readonly (readonly [Node[], number])[];
  /** All weights are the same: no need to add them up. */
  uniform: boolean;
  /** The production that ends soonest, taken when an expansion has grown too deep. */
  shortest: Node[];
}

const MAX_DEPTH = 16;

const REFERENCE = /^(?:([a-z]\w*)=)?([A-Za-z_]\w*)(\?)?(?:\*(\d+)-(\d+))?$/;

/** Splits a template literal into its non-empty lines, trimmed; only \` and \${ are escapes. */
export function lines(strings: TemplateStringsArray): string[] {
  return (strings.raw[0] ?? "")
    .replace(/\\(`|\$\{)/g, "$1")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Splits text at white space. */
export function words(strings: TemplateStringsArray): string[] {
  return lines(strings).flatMap((line) => line.split(/\s+/));
}

/** Compiles the rules; an undefined reference throws here, not at the first unlucky expansion. */
export function grammar(rules: Rules): Grammar {
  const compiled = new Map<string, Compiled | ((rng: Random) => string)>();
  for (const [name, rule] of Object.entries(rules)) {
    if (typeof rule === "function") compiled.set(name, rule);
    else compiled.set(name, compileRule(rule, rules, name));
  }

  const expand = (rng: Random, name: string, bound: Map<string, string>, depth: number): string => {
    const rule = compiled.get(name);
    if (rule === undefined) throw new RangeError(`no rule named ${name}`);
    if (typeof rule === "function") return rule(rng);
    const nodes =
      depth > MAX_DEPTH
        ? rule.shortest
        : rule.productions.length === 1
          ? rule.shortest
          : rule.uniform
            ? rng.pick(rule.productions)[0]
            : rng.weighted(rule.productions);
    return render(rng, nodes, bound, depth);
  };

  const render = (rng: Random, nodes: Node[], bound: Map<string, string>, depth: number): string => {
    let out = "";
    for (const node of nodes) {
      if (node.kind === "text") out += node.text;
      else if (node.kind === "recall") out += bound.get(node.key) ?? "";
      else if (node.kind === "choice") out += render(rng, rng.pick(node.options), bound, depth);
      else if (!node.optional || (depth <= MAX_DEPTH && rng.chance(0.5))) {
        const count = depth > MAX_DEPTH ? node.low : rng.int(node.low, node.high);
        let text = "";
        for (let i = 0; i < count; i++) text += expand(rng, node.name, bound, depth + 1);
        if (node.key !== "") bound.set(node.key, text);
        out += text;
      }
    }
    return out;
  };

  return (rng, start = "start") => expand(rng, start, new Map(), 0);
}

function compileRule(rule: readonly Production[], rules: Rules, name: string): Compiled {
  const productions = rule.map((production): readonly [Node[], number] =>
    typeof production === "string"
      ? [parse(production, rules, name), 1]
      : [parse(production[0], rules, name), production[1]],
  );
  const shortest = productions.map(([nodes]) => nodes).sort((a, b) => references(a) - references(b))[0];
  if (shortest === undefined) throw new RangeError(`rule ${name} has no production`);
  const uniform = productions.every(([, weight]) => weight === productions[0]?.[1]);
  return { productions, uniform, shortest };
}

function references(nodes: readonly Node[]): number {
  let count = 0;
  for (const node of nodes) {
    if (node.kind === "rule" && !node.optional) count++;
    if (node.kind === "choice") count += Math.max(...node.options.map(references));
  }
  return count;
}

function parse(text: string, rules: Rules, name: string): Node[] {
  const nodes: Node[] = [];
  let from = 0;
  while (from < text.length) {
    const open = text.indexOf("«", from);
    if (open < 0) break;
    if (open > from) nodes.push({ kind: "text", text: text.slice(from, open) });
    const close = closing(text, open);
    const node = parseReference(text.slice(open + 1, close), rules, name);
    if (node !== undefined) nodes.push(node);
    from = close + 1;
  }
  if (from < text.length) nodes.push({ kind: "text", text: text.slice(from) });
  return nodes;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "«") depth++;
    if (text[i] === "»" && --depth === 0) return i;
  }
  throw new SyntaxError(`« without » in ${text}`);
}

function parseReference(inside: string, rules: Rules, name: string): Node | undefined {
  if (inside === "") return undefined;
  const options = splitOptions(inside);
  if (options.length > 1)
    return { kind: "choice", options: options.map((option) => parse(option, rules, name)) };
  if (inside.startsWith("$")) return { kind: "recall", key: inside.slice(1) };
  const match = REFERENCE.exec(inside);
  const target = match?.[2] ?? "";
  if (match === null || !Object.hasOwn(rules, target)) {
    throw new SyntaxError(`rule ${name} refers to «${inside}», which is not defined`);
  }
  const [, key = "", , optional, low = "1", high = "1"] = match;
  return {
    kind: "rule",
    name: target,
    key,
    optional: optional === "?",
    low: Number(low),
    high: Number(high),
  };
}

function splitOptions(inside: string): string[] {
  const options: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < inside.length; i++) {
    if (inside[i] === "«") depth++;
    else if (inside[i] === "»") depth--;
    else if (inside[i] === "|" && depth === 0) {
      options.push(inside.slice(from, i));
      from = i + 1;
    }
  }
  options.push(inside.slice(from));
  return options;
}
