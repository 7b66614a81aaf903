/** An exclusive run: the lock held, no publication half done, the registry in step with the module in place. */
import { readFileSync } from "node:fs";
import type { Pool } from "pg";
import type { ModelRow } from "../../store/models.ts";
import { type Locked, withTrainerLock } from "../../store/training-lock.ts";
import { registerModule } from "../registry/register-module.ts";
import type { PublishContext } from "./context.ts";
import { recover } from "./recover.ts";

/** What an exclusive run works with. */
export interface Exclusive extends Locked {
  context: PublishContext;
  /** The model of the module in place. */
  serving: ModelRow;
}

/**
 * Runs `work` exclusively, after an interrupted publication was ended and the module in place was registered.
 *
 * @param say told what became of an interrupted publication
 * @throws LockedError where another run holds the lock; FilterError or ModelError where the module in place has no sound
 *   model
 */
export function runExclusively<T>(
  pool: Pool,
  context: Omit<PublishContext, "client">,
  say: (text: string) => void,
  work: (exclusive: Exclusive) => Promise<T>,
): Promise<T> {
  return withTrainerLock(pool, async (locked) => {
    const whole = { ...context, client: locked.client };
    const recovered = await recover(whole);
    if (recovered) say(recovered);
    const serving = await registerModule(locked.client, readFileSync(context.target));
    return work({ ...locked, context: whole, serving });
  });
}
