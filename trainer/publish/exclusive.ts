import { readFileSync } from "node:fs";
import type { Pool } from "pg";
import type { ModelRow } from "../../store/models.ts";
import { type Locked, withTrainerLock } from "../../store/training-lock.ts";
import { registerInPlace } from "../registry/register-module.ts";
import { type PublishContext, recover } from "./publish.ts";

/** The trainer for itself: the lock is held, nothing is half done, and the registry knows what serves. */
export interface Alone extends Locked {
  context: PublishContext;
  serving: ModelRow;
}

/**
 * Runs `work` alone, after what an interrupted run left has been ended and the model in place is registered.
 *
 * @param say told what was found of an interrupted run
 * @throws LockedError where another is at work; FilterError or ModelError where the module in place is none
 */
export function publishAlone<T>(
  pool: Pool,
  context: Omit<PublishContext, "client">,
  say: (text: string) => void,
  work: (alone: Alone) => Promise<T>,
): Promise<T> {
  return withTrainerLock(pool, async (locked) => {
    const whole = { ...context, client: locked.client };
    const recovered = await recover(whole);
    if (recovered) say(recovered);
    const serving = await registerInPlace(locked.client, readFileSync(context.target));
    return work({ ...locked, context: whole, serving });
  });
}
