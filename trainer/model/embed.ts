/** Puts a model into a compiled module as a data segment of its own: no compiler where it is retrained. */
import { Filter } from "../../host/filter.ts";
import { ModelError } from "./encode.ts";
import { withData } from "./wasm.ts";

/**
 * The module with the blob in its model region, in place of a model that it has already.
 *
 * @param module a module with a model or without one
 * @throws ModelError where the blob is larger than the region, or the module is none of ours
 */
export function embedModel(module: Uint8Array, blob: Uint8Array): Buffer {
  const { address, capacity } = Filter.load(module).modelRegion;
  if (blob.length > capacity)
    throw new ModelError(`the model takes ${blob.length} bytes, the module has room for ${capacity}`);
  return withData(Buffer.from(module), address, blob);
}
