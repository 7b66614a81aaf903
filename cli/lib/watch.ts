/** Watching as commands do it: whose configuration, which rules, what is judged. */
import { existsSync } from "node:fs";
import type { Pool } from "pg";
import { judgeRates } from "../../store/rates.ts";
import type { WatchConfig } from "../../watch/config/config.ts";
import type { CurrentConfig } from "../../watch/config/current.ts";
import { judgeIncidents } from "../../watch/judge/index.ts";
import type { WatchParts } from "../../watch/keep.ts";
import { CurrentRules } from "../../watch/rules.ts";
import type { Report } from "../../watch/tell/planned.ts";

/** Where the configuration lies unless it is named. */
export const WATCH_DEFAULT = "/etc/smartlog/watch.yaml";
const RATES_EVERY_MS = 60_000;

/** The file that is named, or the one in its usual place; undefined where there is none. */
export function watchFile(given: string | undefined, orDefault: boolean): string | undefined {
  const named = given ?? (process.env.SMARTLOG_WATCH || undefined);
  return named ?? (orDefault && existsSync(WATCH_DEFAULT) ? WATCH_DEFAULT : undefined);
}

/** @throws WatchError */
export async function configOf(file: string | undefined): Promise<WatchConfig | undefined> {
  if (file === undefined) return undefined;
  // Loaded here: half of those who judge tell nobody.
  const { loadConfig } = await import("../../watch/config/config.ts");
  return loadConfig(file);
}

/** The same for commands that run on: it follows the file. @throws WatchError */
export async function currentConfigOf(
  file: string | undefined,
  say: (text: string) => void,
): Promise<CurrentConfig | undefined> {
  if (file === undefined) return undefined;
  const { CurrentConfig } = await import("../../watch/config/current.ts");
  return new CurrentConfig(file, say);
}

/** @param judgesRates whether the counts of lines are judged here, too, each minute: `serve` does so itself */
export function watchParts(
  poolOf: () => Pool,
  current: CurrentConfig | undefined,
  say: (text: string) => void,
  judgesRates: boolean,
): WatchParts {
  const rules = new CurrentRules(() => current?.config.rules ?? [], say);
  let ratesAt = Number.NEGATIVE_INFINITY;
  return {
    poolOf,
    configOf: () => current?.config,
    say,
    rulesOf: () => rules.facts(),
    report: reportOf(poolOf),
    async judge(pool) {
      current?.read();
      if (judgesRates && performance.now() - ratesAt >= RATES_EVERY_MS) {
        ratesAt = performance.now();
        await judgeRates(pool);
      }
      return judgeIncidents(pool, await rules.read(pool));
    },
  };
}

/** The week's report, loaded on its day. */
export function reportOf(poolOf: () => Pool): Report {
  return async (from, to) => {
    const { reportLines } = await import("../../report/store/report.ts");
    return reportLines(poolOf(), { from, to });
  };
}
