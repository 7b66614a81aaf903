/** The registry and the file agree: what is in place is what serves, whoever put it there. */
import type { ClientBase } from "pg";
import {
  insertModel,
  type ModelRow,
  promoteModel,
  servingModel,
  tryToFindModel,
} from "../../store/models.ts";
import { readModel } from "../model/read.ts";

/** As the models that come with the filter are called. */
const DEFAULT_ID = /^default-/;

/**
 * Takes the model of the module in place into the registry, as the serving one: the default model as the first parent,
 * and later what was put there by hand. Only while nothing is being published.
 *
 * @returns its row
 * @throws FilterError or ModelError where the module has no sound model
 */
export async function registerInPlace(client: ClientBase, module: Uint8Array): Promise<ModelRow> {
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
