/** Rules of rules/ together with those that people made or switched off in the store. */
import { type Rule, readRule } from "./rule.ts";

/** A rule as people keep it. */
export interface OwnRule {
  name: string;
  /** YAML; null: the rule of this name among SmartLog's is switched off. */
  text: string | null;
  isOn: boolean;
}

export interface RulesWithOwn {
  /** Those that are switched on, by class. */
  rules: Rule[];
  /** Own ones that can't be used, and why: nothing else suffers from them. */
  unusable: { name: string; message: string }[];
}

/** An own rule takes the place of one of its name, also where it is switched off. One that can't be used takes none. */
export function withOwn(rules: readonly Rule[], own: readonly OwnRule[]): RulesWithOwn {
  const byClass = new Map(rules.filter(({ off }) => !off).map((rule) => [rule.class, rule]));
  const unusable: RulesWithOwn["unusable"] = [];
  for (const { name, text, isOn } of own) {
    if (!isOn || text === null) {
      byClass.delete(name);
      continue;
    }
    try {
      const rule = readRule(name, text);
      if (rule.off) byClass.delete(name);
      else byClass.set(name, rule);
    } catch (error) {
      unusable.push({ name, message: (error as Error).message });
    }
  }
  return { rules: [...byClass.values()].sort((a, b) => (a.class < b.class ? -1 : 1)), unusable };
}
