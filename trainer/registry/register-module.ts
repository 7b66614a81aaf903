/** The registry in step with the file: the module in place is the one that serves, whatever put it there. */
import type { ClientBase } from "pg";
import {
  insertModel,
  type ModelRow,
  promoteModel,
  servingModel,
  tryToFindModel,
} from "../../store/models.ts";
import { readModel } from "../model/read.ts";

/** Ids of the models that come with the filter. */
const DEFAULT_ID = /^default-/;

/**
 * Registers the model of the module in place as serving: the default model, or one that was put in place by hand. Only for
 * the holder of the lock, while no publication is under way.
 *
 * @returns the model's row
 * @throws FilterError or ModelError where the module has no sound model
 */
export async function registerModule(client: ClientBase, module: Uint8Array): Promise<ModelRow> {
  const { id, blob } = readModel(module);
  const serving = await servingModel(client);
  if (serving?.id === id) return serving;
  if (!(await tryToFindModel(client, id)))
    await insertModel(client, {
      id,
      parent: null,
      origin: DEFAULT_ID.test(id) ? "default" : "imported",
      status: "candidate",
      reason: "",
      blob,
    });
  await promoteModel(client, id, "found in place");
  return (await servingModel(client)) as ModelRow;
}
