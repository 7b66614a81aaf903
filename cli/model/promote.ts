import { findModel, modelBefore, modelBlob } from "../../store/models.ts";
import { withWeights } from "../../trainer/model/read.ts";
import { runExclusively } from "../../trainer/publish/exclusive.ts";
import { publish } from "../../trainer/publish/publish.ts";
import { CommandError } from "../lib/errors.ts";
import { say } from "../lib/output.ts";
import { type PublishingOptions, publishingContext, readModule } from "../lib/publishing.ts";
import { type StoreChoice, withStore } from "../lib/store.ts";

export interface Promoted {
  id: string;
  /** The model that served before. */
  was: string;
  /** What proved it. */
  text: string;
}

/**
 * Puts a model of the registry in service, with the code and settings of the module in place.
 *
 * @throws CommandError where it does not serve afterwards; then the old one does
 */
export function promote(
  options: PublishingOptions & StoreChoice & { force?: boolean },
  which: { id: string } | "before",
): Promise<Promoted> {
  return withStore(options, (store) => {
    // A missing one is said before anything else is done.
    readModule(options.module);
    return runExclusively(store.pool, publishingContext(options), say, async ({ context, serving }) => {
      const { client } = context;
      const model = which === "before" ? await modelBefore(client) : await findModel(client, which.id);
      if (model.id === serving.id) return { id: model.id, was: serving.id, text: model.reason };
      if ((model.status === "refused" || model.status === "failed") && !options.force)
        throw new CommandError(
          `${model.id} was ${model.status}: ${model.reason}. --force puts it in service all the same`,
        );
      const module = withWeights(readModule(context.target), await modelBlob(client, model.id));
      const { published, reason } = await publish(context, module, model.id);
      if (!published) throw new CommandError(`${model.id} does not serve: ${reason}`);
      return { id: model.id, was: serving.id, text: reason };
    });
  });
}
