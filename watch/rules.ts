/** The rules that hold now: SmartLog's, a site's folders, and those that people made on a page. */
import type { Pool } from "pg";
import { loadRules } from "../rules/lib/load.ts";
import { withOwn } from "../rules/lib/own.ts";
import type { Rule } from "../rules/lib/rule.ts";
import { readOwnRules } from "../store/incidents/own-rules.ts";
import type { RuleFacts } from "./tell/planned.ts";

export class CurrentRules {
  readonly #fromFiles: Rule[];
  readonly #say: (text: string) => void;
  readonly #said = new Set<string>();
  #rules: Rule[];

  /**
   * @param folders a site's own; read once
   * @throws RuleError with file and field
   */
  constructor(folders: readonly string[], say: (text: string) => void) {
    this.#fromFiles = loadRules(folders);
    this.#rules = this.#fromFiles;
    this.#say = say;
  }

  /** Reads what people changed meanwhile. An own rule that can't be used is left out, and told once. */
  async read(pool: Pool): Promise<readonly Rule[]> {
    const { rules, unusable } = withOwn(this.#fromFiles, await readOwnRules(pool));
    for (const { name, message } of unusable) {
      const text = `the own rule ${name} can't be used: ${message}`;
      if (!this.#said.has(text)) this.#say(text);
      this.#said.add(text);
    }
    this.#rules = rules;
    return rules;
  }

  /** As they were read last, by class. */
  facts(): ReadonlyMap<string, RuleFacts> {
    return new Map(this.#rules.map((rule) => [rule.class, rule]));
  }
}
