/** The rules that hold now: SmartLog's, a site's folders, and those that people made on a page. */
import type { Pool } from "pg";
import { loadRules, stampOf } from "../rules/lib/load.ts";
import { withOwn } from "../rules/lib/own.ts";
import type { Rule } from "../rules/lib/rule.ts";
import { readOwnRules } from "../store/incidents/own-rules.ts";
import type { RuleFacts } from "./tell/planned.ts";

export class CurrentRules {
  readonly #foldersOf: () => readonly string[];
  readonly #say: (text: string) => void;
  readonly #said = new Set<string>();
  #stamp: string;
  #fromFiles: Rule[];
  #rules: Rule[];

  /**
   * @param foldersOf a site's own, as they are named at that moment
   * @throws RuleError with file and field
   */
  constructor(foldersOf: () => readonly string[], say: (text: string) => void) {
    this.#foldersOf = foldersOf;
    this.#stamp = this.#stampOf();
    this.#fromFiles = loadRules(foldersOf());
    this.#rules = this.#fromFiles;
    this.#say = say;
  }

  /** Reads what people changed meanwhile. A rule that can't be used is told once: of files all stay as they were, an own one is left out. */
  async read(pool: Pool): Promise<readonly Rule[]> {
    const stamp = this.#stampOf();
    if (stamp !== this.#stamp) this.#readFiles();
    this.#stamp = stamp;
    const { rules, unusable } = withOwn(this.#fromFiles, await readOwnRules(pool));
    for (const { name, message } of unusable) {
      const text = `the own rule ${name} can't be used: ${message}`;
      if (!this.#said.has(text)) this.#say(text);
      this.#said.add(text);
    }
    this.#rules = rules;
    return rules;
  }

  #readFiles(): void {
    try {
      this.#fromFiles = loadRules(this.#foldersOf());
    } catch (error) {
      this.#say(`${(error as Error).message}; the rules stay as they were`);
    }
  }

  #stampOf(): string {
    const folders = this.#foldersOf();
    return [...folders, stampOf(folders)].join("\n");
  }

  /** As they were read last, by class. */
  facts(): ReadonlyMap<string, RuleFacts> {
    return new Map(this.#rules.map((rule) => [rule.class, rule]));
  }
}
