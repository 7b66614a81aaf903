/** What the committed Markdown files point to is there. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { anchorsOf, linksOf, readDocument } from "./markdown.ts";

const NOT_OURS = new Set(["node_modules", "build", "evaluation"]);
/** A code span that names a file or folder of the checkout; a pattern (`*`, `<id>`, `…`) is none. */
const PATH_SPAN =
  /`((?:bench|blocklist|cli|dashboards|deploy|docs|filter|host|report|rules|scripts|server|simulate|store|test|trainer|watch)\/[\w./-]+)`/g;
const SCRIPT = /\bnpm (?:run (?:-s |--silent )?([\w:-]+)|(test|start)\b)/g;

function documentsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return NOT_OURS.has(entry.name) || entry.name.startsWith(".") ? [] : documentsIn(path);
    return entry.name.endsWith(".md") ? [relative(PACKAGE_ROOT, path)] : [];
  });
}

const documents = documentsIn(PACKAGE_ROOT);
const scripts = (JSON.parse(readDocument("package.json")) as { scripts: Record<string, string> }).scripts;

/** Why a relative link of a document leads nowhere; undefined where it leads somewhere. */
function faultOf(link: string, document: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const target =
    path === "" ? document : relative(PACKAGE_ROOT, resolve(PACKAGE_ROOT, dirname(document), path));
  if (target.startsWith("..")) return `${link}: outside of the checkout`;
  if (!existsSync(join(PACKAGE_ROOT, target))) return `${link}: no such file`;
  if (anchor === undefined) return undefined;
  return anchorsOf(readDocument(target)).includes(anchor) ? undefined : `${link}: no such heading`;
}

test("all documents are found", () => {
  expect(documents).toContain("README.md");
  expect(documents).toContain("docs/event.md");
});

describe.each(documents)("%s", (document) => {
  const text = readDocument(document);

  test("each relative link leads to a file, and each anchor to a heading", () => {
    const relativeLinks = linksOf(text).filter((link) => !/^[a-z]+:/.test(link));
    expect(
      relativeLinks.map((link) => faultOf(link, document)).filter((fault) => fault !== undefined),
    ).toEqual([]);
  });

  test("each npm script that is named exists", () => {
    const named = Array.from(text.matchAll(SCRIPT), ([, script, short]) => script ?? (short as string));
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});

describe.each(documents.filter((document) => !document.includes("/") || document.startsWith("docs/")))(
  "%s",
  (document) => {
    test("each path of the checkout that is named exists", () => {
      const named = Array.from(readDocument(document).matchAll(PATH_SPAN), ([, path]) => path as string);
      expect(named.filter((path) => !existsSync(join(PACKAGE_ROOT, path)))).toEqual([]);
    });
  },
);
