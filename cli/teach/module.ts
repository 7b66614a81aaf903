/** The module that taught entries and mutes go into: the one that is named, where this user may write it. */
import { accessSync, constants, realpathSync } from "node:fs";
import { dirname } from "node:path";
import type { Pool } from "pg";
import { Filter } from "../../host/filter.ts";
import { defaultModulePath } from "../../host/module.ts";
import { type SyncResult, syncAtOnce } from "../../trainer/taught/sync.ts";
import { CommandError, messageOf } from "../lib/errors.ts";
import { count } from "../lib/output.ts";
import { type ReloadOptions, readModule, runnersOf } from "../lib/publishing.ts";

export interface TeachOptions extends ReloadOptions {
  /** Default: SMARTLOG_MODULE; where neither names one, entries go into no module here. */
  module?: string;
}

/** The module in service, by --module or SMARTLOG_MODULE; never the build's, which no shipper is known to load. */
export function namedModule({ module }: TeachOptions): string | undefined {
  return module ?? (process.env.SMARTLOG_MODULE || undefined);
}

/** The filter that computes keys: of the module in service where it is named, else the build's. */
export function keyFilter(options: TeachOptions): Filter {
  return Filter.load(readModule(namedModule(options) ?? defaultModulePath()));
}

/** Whether this user may put another module in its place: that is a new file in its folder. */
export function isReplaceable(module: string): boolean {
  try {
    accessSync(dirname(realpathSync(module)), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

const WHO_ELSE =
  "`smartlog serve` there does it within 30 s, or the timer of deploy/systemd/smartlog-teach.timer; by hand `smartlog teach sync --module …`";

/**
 * Puts what was taught or muted into the module where that can be done here.
 *
 * @returns what was done, or who will do it; for people
 * @throws CommandError where the module can't be loaded
 */
export async function takeEffect(pool: Pool, options: TeachOptions): Promise<string> {
  const module = namedModule(options);
  if (module === undefined)
    return `No module is named here (--module, SMARTLOG_MODULE). Where the shipper runs, ${WHO_ELSE}.`;
  if (!isReplaceable(module)) return `This user may not replace ${module}: as one who may, ${WHO_ELSE}.`;
  try {
    return syncText(await syncAtOnce(pool, { target: module, runners: runnersOf(options, true) }), module);
  } catch (cause) {
    if (isLocked(cause)) return `${messageOf(cause)}; it then acts, at the next \`smartlog teach sync\`.`;
    throw new CommandError(`it is kept, and not in ${module} yet: ${messageOf(cause)}`, { cause });
  }
}

/** What a sync did, for people. */
export function syncText({ changed, entries, mutes, said }: SyncResult, module: string): string {
  const parts = [
    ...(entries > 0 || mutes === 0
      ? [entries === 1 ? "1 taught entry" : `${count(entries)} taught entries`]
      : []),
    ...(mutes > 0 ? [mutes === 1 ? "1 mute" : `${count(mutes)} mutes`] : []),
  ];
  const what = `${parts.join(" and ")} ${entries + mutes === 1 ? "acts" : "act"}`;
  const rest = said ? ` (${said})` : "";
  return changed ? `${what} in ${module}${rest}.` : `${module} is in step: ${what}${rest}.`;
}

/** Whether another training or publication holds the lock. */
export function isLocked(error: unknown): boolean {
  return (error as { code?: unknown }).code === "TRAINING_LOCKED";
}
