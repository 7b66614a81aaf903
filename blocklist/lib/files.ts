/** Files of a policy and of an allow list. */
import { readFileSync } from "node:fs";
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { BlocklistError } from "../error.ts";
import type { Network } from "./network.ts";
import { allowedOf, classOf, DEFAULT_POLICY, durationMs, mostOf, type Policy } from "./policy.ts";

/** Networks of a file: one a line, empty lines and what follows a # are left out. @throws BlocklistError with the line */
export function allowFile(path: string): Network[] {
  const lines = read(path).split("\n");
  return lines.flatMap((line, i) => {
    const text = line.replace(/#.*/, "").trim();
    return text === "" ? [] : [at(`${path}:${i + 1}`, () => allowedOf(text))];
  });
}

/** A policy out of a YAML file; what it leaves out is as in {@link DEFAULT_POLICY}. @throws BlocklistError with the line */
export function policyFile(path: string): Policy {
  const counter = new LineCounter();
  const document = parseDocument(read(path), { lineCounter: counter, uniqueKeys: true });
  const place = (node: unknown) => {
    const offset = (node as Node | undefined)?.range?.[0] ?? 0;
    return `${path}:${counter.linePos(offset).line}`;
  };
  const [broken] = document.errors;
  if (broken) throw new BlocklistError(`${path}:${counter.linePos(broken.pos[0]).line}: ${broken.code}`);
  if (document.contents === null) return DEFAULT_POLICY;
  if (!isMap(document.contents)) throw new BlocklistError(`${path}: it has to be names and values`);
  const given: { -readonly [Key in keyof Policy]?: Policy[Key] } = {};
  for (const { key, value } of document.contents.items) {
    const name = isScalar(key) ? String(key.value) : "";
    const here = place(key);
    if (name === "classes") given.classes = classesOf(value, here, place);
    else if (name === "allow")
      given.allow = listOf(value, here).map((each) => at(place(each), () => allowedOf(textOf(each))));
    else if (name === "expiry") given.expiryMs = at(here, () => durationMs(textOf(value)));
    else if (name === "most") given.most = at(here, () => mostOf(textOf(value)));
    else
      throw new BlocklistError(`${here}: there is no "${name}": it has to be classes, expiry, allow or most`);
  }
  return { ...DEFAULT_POLICY, ...given };
}

function classesOf(node: unknown, here: string, place: (node: unknown) => string): Policy["classes"] {
  if (!isMap(node))
    throw new BlocklistError(`${here}: classes has to be classes with a severity each, as scan: low`);
  return Object.fromEntries(
    node.items.map(({ key, value }) => at(place(key), () => classOf(`${textOf(key)}=${textOf(value)}`))),
  );
}

function listOf(node: unknown, here: string): unknown[] {
  if (!isSeq(node)) throw new BlocklistError(`${here}: allow has to be a list of addresses and networks`);
  return node.items;
}

function textOf(node: unknown): string {
  return isScalar(node) ? String(node.value) : "";
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new BlocklistError(`${path} can't be read: ${(cause as Error).message}`, { cause });
  }
}

/** Says where in a file something is wrong. */
function at<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof BlocklistError)) throw cause;
    throw new BlocklistError(`${place}: ${cause.message}`, { cause });
  }
}
