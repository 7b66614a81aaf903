/** One pass over the window's events, with features as in service. */
import type { Pool } from "pg";
import { Filter } from "../../host/filter.ts";
import { collectGarbage } from "../../host/memory.ts";
import { shipperTime } from "../../host/time.ts";
import { readEvents } from "../../store/window.ts";
import { Pass, type PassInput, type WindowRead } from "./pass.ts";

/** Events before the window that the filter reads too, so that the window's first events find their sources known. */
const WARM_UP_MS = 30 * 60_000;
/** Batches after which garbage is collected. */
const BATCHES_PER_COLLECTION = 20;

export interface WindowInput extends PassInput {
  db: Pool;
  /** The module in service. */
  module: WebAssembly.Module;
  /** Event times before this are read. */
  to: Date;
  onProgress: (done: number) => void;
}

/** Reads the window in order through one instance of the filter. */
export async function readWindow(input: WindowInput): Promise<WindowRead> {
  const filter = Filter.load(input.module);
  const pass = new Pass(input, filter.schema);
  const from = input.facts.from.getTime() / 1000;
  const warmUp = new Date(input.facts.from.getTime() - WARM_UP_MS);
  const heldOutFrom = input.facts.heldOutFrom.getTime() / 1000;
  let isHeldOut = false;
  let batches = 0;
  for await (const batch of readEvents(input.db, warmUp, input.to)) {
    for (const event of batch) {
      if (!isHeldOut && event.time >= heldOutFrom) {
        isHeldOut = true;
        pass.read.places = filter.variablePlaces();
      }
      const features = filter.features(event.record, shipperTime(event.time));
      if (event.time >= from && features) pass.add(event, features);
    }
    input.onProgress(pass.read.events);
    if (++batches % BATCHES_PER_COLLECTION === 0) collectGarbage();
  }
  if (!isHeldOut) pass.read.places = filter.variablePlaces();
  return pass.read;
}
