/** Judges, plans and sends, a few times a minute, until it is stopped: in `smartlog watch`, `serve` and `start`. */
import type { Pool } from "pg";
import type { WatchConfig } from "./config/config.ts";
import { Delivery } from "./tell/deliver.ts";
import { planMessages } from "./tell/plan.ts";
import type { Report, RuleFacts } from "./tell/planned.ts";

export interface WatchParts {
  /** The store's pool at that moment: it may have been opened anew. */
  poolOf(): Pool;
  /** One pass over what was stored; `behind` where more is to be judged at once. */
  judge(pool: Pool): Promise<{ behind: boolean }>;
  /** Who is told, and how, as it is now; undefined where nobody is. */
  configOf(): WatchConfig | undefined;
  /** By class, as they are now. */
  rulesOf(): ReadonlyMap<string, RuleFacts>;
  report?: Report;
  /** Tells what went wrong, each thing once until it changes. */
  say(text: string): void;
  everyMs?: number;
}

export interface Watching {
  /** Lets what is on its way come to its end, some seconds at most. */
  stop(): Promise<void>;
}

export const EVERY_MS = 15_000;
/** Passes in a row without a plan: after a day's outage what is told is told early all the same. */
const MOST_PASSES = 20;
const STOP_MS = 10_000;

export function keepWatching(parts: WatchParts): Watching {
  const { poolOf, configOf, everyMs = EVERY_MS } = parts;
  const delivery = new Delivery();
  const said = new Map<string, string>();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;

  const tellOnce = (what: string, text: string | undefined) => {
    if (text !== undefined && said.get(what) !== text && !isStopped) parts.say(text);
    if (text === undefined) said.delete(what);
    else said.set(what, text);
  };
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
      tellOnce(what, undefined);
    } catch (error) {
      tellOnce(what, `${what}: ${messageOf(error)}`);
    }
  };
  const send = async (config: WatchConfig) => {
    await attempt("messages were not sent", async () => {
      const { failures } = await delivery.round(poolOf(), config.channels);
      for (const name of config.channels.keys()) {
        const failed = failures.find(({ channel }) => channel === name);
        // Until a round has sent something, nothing is known of a channel that is left alone.
        if (failed) tellOnce(`channel ${name}`, `channel ${name}: ${failed.error}; it is tried again`);
      }
    });
  };
  const pass = async () => {
    await attempt("incidents were not judged", async () => {
      for (let nth = 0; nth < MOST_PASSES && !isStopped; nth++)
        if (!(await parts.judge(poolOf())).behind) break;
    });
    const config = configOf();
    if (!config || isStopped) return;
    await attempt("messages were not planned", () =>
      planMessages(poolOf(), config, {
        rules: parts.rulesOf(),
        ...(parts.report ? { report: parts.report } : {}),
      }),
    );
    // A channel that is slow keeps nobody from judging.
    sending ??= send(config).finally(() => {
      sending = undefined;
    });
  };
  let passing: Promise<void> | undefined;
  const run = () => {
    passing = pass().finally(() => {
      if (!isStopped) timer = setTimeout(run, everyMs);
    });
  };
  run();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      delivery.stop();
      await Promise.race([
        Promise.allSettled([passing, sending]),
        new Promise((resolve) => setTimeout(resolve, STOP_MS).unref()),
      ]);
    },
  };
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}
