/** The rules as the pages show them: SmartLog's, the site's folders', and what people made of them in the store. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Pool } from "pg";
import { RULES_FOLDER, rulesIn } from "../../rules/lib/load.ts";
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
  readonly #files: ReadonlyMap<string, { rule: Rule; folder: string }>;

  /** @param folders of a site's own rules; a file takes the place of one of its name in a folder before */
  constructor(folders: readonly string[] = []) {
    this.#files = new Map(
      [RULES_FOLDER, ...folders].flatMap((folder) =>
        rulesIn(folder).map((rule) => [rule.class, { rule, folder }] as const),
      ),
    );
  }

  /** All rules, by name, also those that are switched off. */
  async entries(pool: Pool): Promise<Entry[]> {
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
