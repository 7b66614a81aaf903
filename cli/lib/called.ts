import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { COMMAND_NAMES } from "./command-names.ts";

/** What follows the name where a text names a command to be typed; elsewhere "smartlog" is the product's name. */
const NAMES = [...COMMAND_NAMES, "COMMAND", "--help", "\\[options\\]"].join("|");
/** Not behind `npx`, nor as the end of a path or an identifier. */
const TYPED = new RegExp(`(?<!npx |[\\w./-])smartlog(?= (?:${NAMES})(?![\\w./]))`, "g");

let called: string | undefined;

/** A text that names commands as `smartlog …`, with each as it is to be typed here. Every text for people goes through. */
export function asCalled(text: string): string {
  called ??= calledAs();
  return text.replace(TYPED, () => called as string);
}

/**
 * How this very command is called: `smartlog` where that is found on the path, `npx smartlog` where npm finds it from
 * the current folder, else by its file.
 */
export function calledAs(
  { PATH = "", INIT_CWD }: NodeJS.ProcessEnv = process.env,
  folder = INIT_CWD || process.cwd(),
): string {
  const script = join(PACKAGE_ROOT, "build", "cli.js");
  const isThis = (path: string) => realPath(path) === realPath(script);
  // npm puts its own folders in front, which the user's shell doesn't have.
  const shell = PATH.split(delimiter).filter((each) => each && !each.includes(join("node_modules", ".bin")));
  if (shell.some((each) => isThis(join(each, "smartlog")))) return "smartlog";
  const root = npmRoot(folder);
  if (root === realPath(PACKAGE_ROOT) || isThis(join(root, "node_modules", ".bin", "smartlog")))
    return "npx smartlog";
  return `node ${/[^\w./+-]/.test(script) ? `'${script}'` : script}`;
}

/** A path as the shell takes it for one word. */
export function quoted(path: string): string {
  return /[^\w./+-]/.test(path) ? `'${path.replaceAll("'", "'\\''")}'` : path;
}

/** The folder that npm takes for the project when it is called in this one. */
function npmRoot(folder: string): string {
  for (let at = realPath(folder); ; at = dirname(at)) {
    const isInModules = at.split(sep).includes("node_modules");
    if (!isInModules && ["package.json", "node_modules"].some((name) => existsSync(join(at, name))))
      return at;
    if (dirname(at) === at) return folder;
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
