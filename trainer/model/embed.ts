/** A model put into a module as data: neither needs a compiler, a `.wasm` nor an `.aot`. */
import { isAot } from "../../host/aot.ts";
import { withModel } from "../../host/compiled.ts";
import { Filter } from "../../host/filter.ts";
import { withData } from "../../host/wasm.ts";
import { ModelError } from "./error.ts";

/**
 * The module with the blob in its model region, which may hold another model.
 *
 * @param module a `.wasm` gets a data segment of its own, an `.aot` is changed in place
 * @throws ModelError where the blob is larger than the region, FilterError where the module is none of ours
 */
export function embedModel(module: Uint8Array, blob: Uint8Array): Buffer {
  const { address, capacity } = Filter.load(module).modelRegion;
  if (blob.length > capacity)
    throw new ModelError(`the model takes ${blob.length} bytes, the module has room for ${capacity}`);
  return isAot(module) ? withModel(module, blob) : withData(Buffer.from(module), address, blob);
}
