/** The environment's variables that stand for options; what each command says in its help of its own default is that. */
import type { Option } from "commander";

const VARIABLES: Readonly<Record<string, string>> = {
  bouncerKey: "SMARTLOG_BOUNCER_KEY",
  grafanaUrl: "SMARTLOG_GRAFANA_URL",
  data: "SMARTLOG_DATA_DIR",
  databaseUrl: "DATABASE_URL",
  module: "SMARTLOG_MODULE",
  token: "SMARTLOG_TOKEN",
  watch: "SMARTLOG_WATCH",
  who: "SMARTLOG_WHO",
};

/** Of `serve` and `blocklist`. */
const OF_POLICY = "SMARTLOG_BLOCKLIST";

/** Options that say the same thing in several ways: what says it on the command line takes all of a file's out. */
const TOGETHER: readonly (readonly string[])[] = [["data", "sample", "databaseUrl"]];

/** The variable that stands for an option; undefined where none does. */
export function variableOf(option: Option): string | undefined {
  const name = option.attributeName();
  if (option.envVar) return option.envVar;
  return name === "policy" ? OF_POLICY : VARIABLES[name];
}

/** An option's name and those that it can't stand beside. */
export function rivalsOf(option: Option): string[] {
  const name = option.attributeName();
  // Commander has no public way to what Option.conflicts() was given.
  const { conflictsWith = [] } = option as unknown as { conflictsWith?: string[] };
  return [name, ...conflictsWith, ...TOGETHER.filter((names) => names.includes(name)).flat()];
}
