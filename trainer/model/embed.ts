/** Puts a model into a module as data: no compiler where it is retrained, and none where the module is compiled. */
import { isAot } from "../../host/aot.ts";
import { withModel } from "../../host/compiled.ts";
import { Filter } from "../../host/filter.ts";
import { withData } from "../../host/wasm.ts";
import { ModelError } from "./error.ts";

/**
 * The module with the blob in its model region, in place of a model that it has already.
 *
 * @param module with a model or without one; a `.wasm` gets a data segment of its own, an `.aot` is changed in place
 * @throws ModelError where the blob is larger than the region, FilterError where the module is none of ours
 */
export function embedModel(module: Uint8Array, blob: Uint8Array): Buffer {
  const { address, capacity } = Filter.load(module).modelRegion;
  if (blob.length > capacity)
    throw new ModelError(`the model takes ${blob.length} bytes, the module has room for ${capacity}`);
  return isAot(module) ? withModel(module, blob) : withData(Buffer.from(module), address, blob);
}
