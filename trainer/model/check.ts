/** Runs a module before anybody relies on it. */
import { runnable } from "../../host/compiled.ts";
import { Filter } from "../../host/filter.ts";
import { ModelError } from "./encode.ts";

/** Largest `.wasm` that the design allows. */
export const MODULE_MAX_BYTES = 262_144;

/** @throws ModelError where the module is too large, or refuses the model in it; FilterError where it is none of ours */
export function checkModel(given: Uint8Array): void {
  const module = runnable(given);
  if (module.length > MODULE_MAX_BYTES)
    throw new ModelError(`the module takes ${module.length} bytes, ${MODULE_MAX_BYTES} is the most`);
  const { smartlog } = JSON.parse(Filter.load(module).score('{"log":"check"}')) as {
    smartlog?: { error?: string };
  };
  if (!smartlog)
    throw new ModelError("the module adds no event to a record: it is another program, or damaged");
  if (smartlog.error) throw new ModelError(`the filter takes no such model: ${smartlog.error}`);
}
