/** The import graph of the project's sources, for tests of which file may know which. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { PACKAGE_ROOT } from "../host/module.ts";

const SOURCE = /(?<!\.d)\.m?ts$|\.m?js$/;
const SKIPPED = new Set(["node_modules", "build"]);

export interface Import {
  /** Path below the project's root, or the name of a package or of a Node module. */
  target: string;
  /** Names imported; "*" for a namespace, "default" for a default export. Empty for a bare or dynamic import. */
  names: readonly string[];
  isTypeOnly: boolean;
}

/** Imports and re-exports by file, both as paths below the project's root. */
export type ImportGraph = ReadonlyMap<string, readonly Import[]>;

/**
 * Reads the import graph of whole folders or single files.
 *
 * @param roots paths below the project's root
 * @throws Error where a file can't be parsed
 */
export function importGraph(roots: readonly string[]): ImportGraph {
  return new Map(roots.flatMap(sourcesIn).map((file) => [file, importsOf(file)]));
}

function sourcesIn(path: string): string[] {
  if (SOURCE.test(path)) return [path];
  return readdirSync(join(PACKAGE_ROOT, path), { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sourcesIn(join(path, entry.name));
    return SOURCE.test(entry.name) ? [join(path, entry.name)] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(PACKAGE_ROOT, file), "utf8");
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const imports: Import[] = [];
  for (const { moduleRequest, entries } of module.staticImports)
    imports.push({
      target: targetOf(file, moduleRequest.value),
      names: entries.map(({ importName }) => nameOf(importName)),
      isTypeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    });
  for (const { entries } of module.staticExports)
    for (const { moduleRequest, importName, isType } of entries)
      if (moduleRequest)
        imports.push({
          target: targetOf(file, moduleRequest.value),
          names: [nameOf(importName)],
          isTypeOnly: isType,
        });
  for (const { moduleRequest } of module.dynamicImports) {
    const specifier = /^(["'])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2];
    if (specifier !== undefined)
      imports.push({ target: targetOf(file, specifier), names: [], isTypeOnly: false });
  }
  return imports;
}

function nameOf({ kind, name }: { kind: string; name: string | null }): string {
  return name ?? (kind === "Default" ? "default" : "*");
}

/** AssemblyScript leaves out the extension. */
function targetOf(file: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  const path = relative(PACKAGE_ROOT, resolve(PACKAGE_ROOT, dirname(file), specifier));
  return /\.[cm]?[jt]s$|\.json$|\.as$/.test(path) ? path : `${path}.ts`;
}

/**
 * Finds the circles of a directed graph: its strongly connected components of two nodes or more (Tarjan 1972).
 *
 * @returns each circle's nodes, sorted; the circles sorted by their first node
 */
export function circles(arrows: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    low.set(node, order.size - 1);
    stack.push(node);
    for (const next of arrows.get(node) ?? []) {
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(node) !== order.get(node)) return;
    const component = stack.splice(stack.indexOf(node)).sort();
    if (component.length > 1) found.push(component);
  };
  for (const node of arrows.keys()) if (!order.has(node)) visit(node);
  return found.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
}
