/** All alert rules, in the order of the file. */
import { ARRIVAL_RULES } from "./rules/arrival.ts";
import { INCIDENT_RULES } from "./rules/incidents.ts";
import { MODEL_RULES } from "./rules/model.ts";
import type { AlertRule } from "./rules/rule.ts";
import { WATCH_RULES } from "./rules/watch.ts";

export const RULES: readonly AlertRule[] = [
  ...INCIDENT_RULES,
  ...WATCH_RULES,
  ...ARRIVAL_RULES,
  ...MODEL_RULES,
];
