/** Taught entries are kept in step with the module in service, while the server runs beside the shipper. */
import { readFileSync } from "node:fs";
import type { Pool } from "pg";
import { taughtOf } from "../../trainer/model/taught.ts";
import type { Runner } from "../../trainer/publish/reload.ts";
import { syncTaught } from "../../trainer/taught/sync.ts";
import { messageOf } from "../lib/errors.ts";
import { isLocked, isReplaceable, syncText } from "../teach/module.ts";

export interface Teaching {
  /** Who puts an entry into the module, and when; for people. */
  readonly when: string;
  /** Something was taught or undone: done at once, not at the next look. */
  changed(): void;
  stop(): void;
}

export interface TeachingOptions {
  /** The module in service; undefined where none is named. */
  module: string | undefined;
  /** Programs beside this one that load it. */
  runners: readonly Runner[];
  /** Whether the module may be written. */
  writes: boolean;
  /** Loads the module into this server anew. */
  reload: () => void;
}

const EVERY_MS = 30_000;

/**
 * @param poolOf the store's pool at that moment: it may have been opened anew
 */
export function keepTeaching(
  poolOf: () => Pool,
  { module, runners, writes, reload }: TeachingOptions,
  say: (text: string) => void,
): Teaching {
  if (module === undefined)
    return { when: "once `smartlog teach sync` runs where the shipper is", changed() {}, stop() {} };
  const isWriter = writes && isReplaceable(module);
  const self: Runner = {
    name: "this server",
    async reload() {
      reload();
      return "it has reloaded";
    },
    activity: async () => undefined,
  };
  let loaded = entriesOf(module);
  let told = "";
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> | undefined;
  let isStopped = false;
  let isAgain = false;

  const tellOnce = (text: string) => {
    if (text !== told && !isStopped) say(text);
    told = text;
  };
  const look = async () => {
    try {
      if (isWriter) {
        const result = await syncTaught(poolOf(), { target: module, runners: [...runners, self] });
        if (result.changed) {
          loaded = entriesOf(module);
          say(syncText(result, module));
        }
      }
      // Somebody else has put entries into it, as `smartlog feedback` does.
      const now = entriesOf(module);
      if (now !== loaded) reload();
      loaded = now;
      told = "";
    } catch (error) {
      // A training puts them in at its end.
      if (!isLocked(error)) tellOnce(`what was taught does not act yet: ${messageOf(error)}`);
    }
  };
  const run = () => {
    clearTimeout(timer);
    if (work) {
      isAgain = true;
      return;
    }
    work = look().finally(() => {
      work = undefined;
      if (isStopped) return;
      timer = setTimeout(run, isAgain ? 0 : EVERY_MS);
      timer.unref();
      isAgain = false;
    });
  };
  run();
  return {
    when: isWriter
      ? "within a minute"
      : "once `smartlog teach sync` has run as a user who may replace the module",
    changed: run,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** The ids of a module's entries; empty where it can't be read, which syncing says. */
function entriesOf(module: string): string {
  try {
    return taughtOf(readFileSync(module))
      .map(({ id, key }) => `${id} ${key}`)
      .join();
  } catch {
    return "";
  }
}
