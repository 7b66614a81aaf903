/** Rules out of folders: SmartLog's own, and a site's. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { PACKAGE_ROOT } from "../../host/module.ts";
import { RuleError } from "./error.ts";
import { type Rule, readRule } from "./rule.ts";

/** SmartLog's own. */
export const RULES_FOLDER = join(PACKAGE_ROOT, "rules");

const SUFFIX = ".yaml";

/**
 * All rules that are switched on, by class. A file takes the place of one of its name in a folder before.
 *
 * @param folders the site's own, after SmartLog's
 * @throws RuleError with the path, the field, and what it has to be
 */
export function loadRules(folders: readonly string[] = []): Rule[] {
  const byClass = new Map<string, Rule>();
  for (const folder of [RULES_FOLDER, ...folders])
    for (const rule of rulesIn(folder)) byClass.set(rule.class, rule);
  return [...byClass.values()].filter(({ off }) => !off).sort((a, b) => (a.class < b.class ? -1 : 1));
}

/** The rules of one folder, also those switched off. */
export function rulesIn(folder: string): Rule[] {
  let files: string[];
  try {
    files = readdirSync(folder)
      .filter((file) => file.endsWith(SUFFIX))
      .sort();
  } catch (cause) {
    throw new RuleError(`the folder of rules ${folder} can't be read: ${(cause as Error).message}`, {
      cause,
    });
  }
  return files.map((file) => {
    const path = join(folder, file);
    try {
      return readRule(basename(file, SUFFIX), readFileSync(path, "utf8"));
    } catch (cause) {
      throw new RuleError(`${path}: ${(cause as Error).message}`, { cause });
    }
  });
}

/** Changes when a file of these folders does, or comes, or goes; empty where one can't be read. */
export function stampOf(folders: readonly string[]): string {
  try {
    return folders
      .flatMap((folder) =>
        readdirSync(folder)
          .filter((file) => file.endsWith(SUFFIX))
          .sort()
          .map((file) => join(folder, file)),
      )
      .map((path) => {
        const { mtimeMs, size, ino } = statSync(path);
        return `${path} ${mtimeMs} ${size} ${ino}`;
      })
      .join("\n");
  } catch {
    return "";
  }
}
