/** All alert rules, in the order of the file. */
import { ARRIVAL_RULES } from "./rules/arrival.ts";
import { CLIENT_RULES } from "./rules/clients.ts";
import { MODEL_RULES } from "./rules/model.ts";
import type { AlertRule } from "./rules/rule.ts";
import { VERDICT_RULES } from "./rules/verdicts.ts";

export const RULES: readonly AlertRule[] = [
  ...VERDICT_RULES,
  ...CLIENT_RULES,
  ...ARRIVAL_RULES,
  ...MODEL_RULES,
];
