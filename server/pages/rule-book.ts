/** The rules as the pages show them: SmartLog's, the site's folders', and what people made of them in the store. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Pool } from "pg";
import { RULES_FOLDER, rulesIn, stampOf } from "../../rules/lib/load.ts";
import { withOwn } from "../../rules/lib/own.ts";
import type { Rule } from "../../rules/lib/rule.ts";
import { readOwnRules, type StoredRule } from "../../store/incidents/own-rules.ts";

/** One name, with the rule that stands for it. */
export interface Entry {
  name: string;
  /** That acts, or would if it were switched on; undefined where an own one can't be used and none is in its place. */
  rule: Rule | undefined;
  isOn: boolean;
  /** What people made of it, if anything. */
  own: StoredRule | undefined;
  /** Whether a file has one of this name. */
  isFile: boolean;
  /** Why the own one can't be used. */
  unusable: string | undefined;
}

export class RuleBook {
  readonly #foldersOf: () => readonly string[];
  #stamp = "";
  #files: ReadonlyMap<string, { rule: Rule; folder: string }> = new Map();

  /**
   * @param foldersOf folders of a site's own rules, as they are now; a file takes the place of one of its name in a folder before
   * @throws RuleError with the path
   */
  constructor(foldersOf: () => readonly string[] = () => []) {
    this.#foldersOf = foldersOf;
    this.#read();
  }

  #read(): void {
    const folders = [RULES_FOLDER, ...this.#foldersOf()];
    const stamp = stampOf(folders);
    if (stamp === this.#stamp) return;
    this.#files = new Map(
      folders.flatMap((folder) => rulesIn(folder).map((rule) => [rule.class, { rule, folder }] as const)),
    );
    this.#stamp = stamp;
  }

  /** All rules, by name, also those that are switched off. Files that can't be used leave them as they were. */
  async entries(pool: Pool): Promise<Entry[]> {
    try {
      this.#read();
    } catch {
      // Who watches says so, and judges by what was, too.
    }
    const own = new Map((await readOwnRules(pool)).map((each) => [each.name, each]));
    const names = [...new Set([...this.#files.keys(), ...own.keys()])].sort();
    return names.map((name) => this.#entry(name, own.get(name)));
  }

  /** Text of the file of this name. */
  fileText(name: string): string | undefined {
    const file = this.#files.get(name);
    return file && readFileSync(join(file.folder, `${name}.yaml`), "utf8");
  }

  #entry(name: string, own: StoredRule | undefined): Entry {
    const file = this.#files.get(name)?.rule;
    const given = own ? [{ ...own, isOn: true }] : [];
    const { rules, unusable } = withOwn(
      file ? [{ ...file, off: false }] : [],
      given.filter(({ text }) => text !== null),
    );
    const rule = rules.find((each) => each.class === name) ?? file;
    return {
      name,
      rule,
      isOn: (own?.isOn ?? true) && rule !== undefined && !(own?.text == null && file?.off),
      own,
      isFile: file !== undefined,
      unusable: unusable[0]?.message,
    };
  }
}
