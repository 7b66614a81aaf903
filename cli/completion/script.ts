/**
 * The scripts that shells load. Each asks `smartlog completion SHELL -- WORD…`, and hands the words on as they are: nothing
 * that somebody is writing is ever run, as it would be by `eval`, which the scripts of other makers use.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { calledAs } from "../lib/called.ts";

/** How to ask, as a shell's words: the command itself, without npx, which takes half a second more. */
function asking(): string {
  if (calledAs() === "smartlog") return "smartlog";
  return `node '${join(PACKAGE_ROOT, "build", "cli.js").replaceAll("'", "'\\''")}'`;
}

export function scriptOf(shell: "bash" | "zsh" | "fish"): string {
  return readFileSync(join(PACKAGE_ROOT, "cli", "completion", `smartlog.${shell}`), "utf8").replaceAll(
    "@SMARTLOG@",
    asking,
  );
}
