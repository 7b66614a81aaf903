/** Models as files: whole modules, for other machines. */

import { type Db, insertModel, modelBlob, RegistryError, tryToFindModel } from "../../store/models.ts";
import { readModel, sameWeights, withWeights } from "../model/read.ts";

/**
 * A model of the registry as a module.
 *
 * @param base module whose code and settings the module gets
 * @throws RegistryError, or ModelError where the model doesn't fit `base`
 */
export async function exportModel(db: Db, id: string, base: Uint8Array): Promise<Buffer> {
  return withWeights(base, await modelBlob(db, id));
}

/**
 * Adds a module's model to the registry, as a candidate.
 *
 * @param from where the module is from, for people
 * @returns the model's id, and whether the registry did not have it
 * @throws RegistryError where the registry has another model of the same id; FilterError or ModelError where the module
 *   has no sound one
 */
export async function importModel(
  db: Db,
  module: Uint8Array,
  from: string,
): Promise<{ id: string; isNew: boolean }> {
  const { id, blob, meta } = readModel(module);
  if (await tryToFindModel(db, id)) {
    if (sameWeights(await modelBlob(db, id), blob)) return { id, isNew: false };
    throw new RegistryError(
      `there is another model ${id} in the registry: events name a model by its id alone, so it can't stand for two`,
    );
  }
  await insertModel(db, {
    id,
    parent: typeof meta.parent === "string" ? meta.parent : null,
    origin: "imported",
    status: "candidate",
    reason: `imported from ${from}`,
    blob,
  });
  return { id, isNew: true };
}
