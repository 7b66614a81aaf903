/** A candidate's id, module and figures. */
import type pg from "pg";
import { runnable } from "../../host/compiled.ts";
import { checkModel, MODULE_MAX_BYTES } from "../model/check.ts";
import type { Decoded } from "../model/decode.ts";
import { embedModel } from "../model/embed.ts";
import { BLOB_MAX_BYTES, blobOf } from "../model/encode.ts";
import { learntSections } from "../model/encode-learnt.ts";
import type { Learnt } from "../model/model.ts";
import type { Templates } from "../window/templates.ts";
import { TrainError } from "./error.ts";

/** Templates that a model knows from the start, and how often one has to have been seen. */
const TEMPLATES = { most: 2000, least: 5 };
const TEMPLATE_BYTES = 4;
/** Room in the blob and in the module that is left alone. */
const SPARE_BYTES = 512;

/** Day and number of the next model. */
export async function nextId(db: pg.Pool, now: Date): Promise<string> {
  const day = now.toISOString().slice(0, 10);
  const { rows } = await db.query<{ id: string }>("select id from smartlog.models where id like $1", [
    `${day}.%`,
  ]);
  const numbers = rows.map(({ id }) => Number(id.slice(day.length + 1))).filter(Number.isInteger);
  return `${day}.${Math.max(0, ...numbers) + 1}`;
}

/**
 * The module in service with what was learnt in place of what was; everything else in it stays. It knows as many of the
 * frequent templates as there is room for, in the blob and in the module.
 *
 * @throws TrainError where even without templates it is too large, or the filter refuses it
 */
export function buildCandidate(
  incumbent: Decoded,
  learnt: Learnt,
  templates: Pick<Templates, "frequent">,
  module: Uint8Array,
  id: string,
  meta: Record<string, unknown>,
): { blob: Buffer; module: Buffer } {
  try {
    const sections = new Map(incumbent.sections);
    const put = (known: readonly number[]) => {
      for (const [name, body] of learntSections({ ...learnt, templates: known })) sections.set(name, body);
    };
    sections.set("MDID", Buffer.from(id, "ascii"));
    sections.set("META", Buffer.from(JSON.stringify(meta)));
    put([]);
    const without = blobOf(sections, incumbent.schema);
    const room = Math.min(
      BLOB_MAX_BYTES - without.length,
      MODULE_MAX_BYTES - runnable(embedModel(module, without)).length,
    );
    const most = Math.min(TEMPLATES.most, Math.max(0, Math.floor((room - SPARE_BYTES) / TEMPLATE_BYTES)));
    put(templates.frequent(most, TEMPLATES.least));
    const blob = blobOf(sections, incumbent.schema);
    const made = embedModel(module, blob);
    checkModel(made);
    return { blob, module: made };
  } catch (cause) {
    throw new TrainError(
      "candidate-unusable",
      `what was learnt makes no module: ${(cause as Error).message}`,
      "This is a fault in SmartLog: report it with the message above.",
      { cause },
    );
  }
}
