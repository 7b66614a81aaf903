/**
 * A page's commands, as its fences mark them:
 *
 * ```sh             runs, in the page's order, in one shell
 * ```text           right behind such a block: what it says, with … for anything
 * other fences      are shown
 * <!-- not run: … -->  before a block: what a test can't do, and why
 * <!-- after: PATH --> at the top: the page whose reader this one's is
 */
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { globSync } from "tinyglobby";
import { PACKAGE_ROOT } from "../../host/module.ts";

export interface Block {
  line: number;
  commands: string;
  /** What the page says that they say. */
  output?: string;
  /** Why they can't be run by a test. */
  notRun?: string;
}

export interface Page {
  /** From the checkout. */
  path: string;
  /** Pages whose commands come first. */
  after: string[];
  blocks: Block[];
}

const FENCE =
  /^(?: *<!-- not run: (?<notRun>.+) -->\n)?(?<indent> *)```(?<language>\w*)[^\n]*\n(?<body>[\s\S]*?)^\k<indent>```$/gm;
const AFTER = /^<!-- after: (.+) -->$/gm;
const FIRST = "deploy/README.md";

export function pageOf(path: string, text = readFileSync(join(PACKAGE_ROOT, path), "utf8")): Page {
  const blocks: Block[] = [];
  let endOfCommands = -1;
  for (const { groups, index, 0: whole } of text.matchAll(FENCE)) {
    const { language, body = "", notRun } = groups as Record<string, string | undefined>;
    const block = blocks.at(-1);
    if (language === "text" && block && /^\s*$/.test(text.slice(endOfCommands, index))) block.output = body;
    if (language !== "sh") continue;
    const line = text.slice(0, index).split("\n").length;
    blocks.push({ line, commands: body, ...(notRun ? { notRun } : {}) });
    endOfCommands = index + whole.length;
  }
  const named = Array.from(text.matchAll(AFTER), ([, other = ""]) => join(dirname(path), other));
  return { path, after: named.length > 0 || path === FIRST ? named : [FIRST], blocks };
}

/** All pages of deploy/ that have commands, each behind those that it follows. */
export function pages(): Page[] {
  const paths = globSync("deploy/**/*.md", { cwd: PACKAGE_ROOT }).sort();
  const all = paths.map((path) => pageOf(relative("", path))).filter(({ blocks }) => blocks.length > 0);
  const ordered: Page[] = [];
  const add = (page: Page) => {
    if (ordered.includes(page)) return;
    for (const path of page.after) {
      const before = all.find((each) => each.path === path);
      if (before) add(before);
    }
    ordered.push(page);
  };
  all.forEach(add);
  return ordered;
}

/** Whether commands said what the page says that they say. */
export function matches(said: string, output: string): boolean {
  const pattern = output
    .trim()
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[\\s\\S]*?");
  return new RegExp(`^${pattern}$`).test(said.trim());
}
