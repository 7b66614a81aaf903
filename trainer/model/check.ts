/** A module tried on one record before it is written or served. */
import { runnable } from "../../host/compiled.ts";
import { Filter } from "../../host/filter.ts";
import { ModelError } from "./error.ts";

/** Largest `.wasm` that the design allows. */
export const MODULE_MAX_BYTES = 409_600;

/** @throws ModelError where the module is too large, or refuses its model; FilterError where it is no filter */
export function checkModel(given: Uint8Array): void {
  const module = runnable(given);
  if (module.length > MODULE_MAX_BYTES)
    throw new ModelError(`the module takes ${module.length} bytes, ${MODULE_MAX_BYTES} is the most`);
  const event = Filter.load(module).event('{"log":"check"}');
  if (!event) throw new ModelError("the module adds no event to a record: it is another program, or damaged");
  if (event.error) throw new ModelError(`the filter takes no such model: ${event.error}`);
}
