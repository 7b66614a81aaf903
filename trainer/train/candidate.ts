/** A candidate made: what was learnt, put into the module in service. */
import { runnable } from "../../host/compiled.ts";
import { MAX_AT_ONCE_BYTES } from "../model/at-once.ts";
import { checkModel, MODULE_MAX_BYTES } from "../model/check.ts";
import type { Decoded } from "../model/decode.ts";
import { embedModel } from "../model/embed.ts";
import { learntSections } from "../model/encode-learnt.ts";
import { placesIn, putPlaces } from "../model/mask.ts";
import type { Learnt } from "../model/model.ts";
import { BLOB_MAX_BYTES, blobOf } from "../model/sections.ts";
import { putSessions } from "../model/sessions.ts";
import type { Templates } from "../window/templates.ts";
import { TrainError } from "./error.ts";
import { type LearntSessions, sameSessions } from "./sessions.ts";

/** Templates that a model knows from the start at most, and events of the window that each has at least. */
const TEMPLATES = { most: 2000, least: 5 };
const TEMPLATE_BYTES = 4;
/** Room in the blob and in the module that is left free: for what people teach and mute until the next training, and some more. */
const SPARE_BYTES = MAX_AT_ONCE_BYTES + 512;

/** Share of the room that is left which sessions take at most. */
const SESSIONS_SHARE = 0.5;

/** A candidate's bytes. */
export interface Made {
  blob: Buffer;
  /** The module in service with the blob in it. */
  module: Buffer;
}

/** What a candidate has of its own. */
export interface CandidateParts {
  id: string;
  /** Provenance, for people. */
  meta: Record<string, unknown>;
  learnt: Learnt;
  /** Of the window, as the candidate has them. */
  templates: Pick<Templates, "frequent">;
  /** Places whose word varies; those of the model in service where absent. */
  places?: readonly number[];
  /** What ordinary sessions are like, in so many bytes; what the model in service knows of them where absent. */
  sessions?: LearntSessions["within"];
}

/**
 * The module in service with the learnt sections replaced; settings, field aliases and code stay. Known sessions and
 * frequent templates are put in as far as there is room, in the blob and in the module.
 *
 * @param incumbent its model
 * @param module the module in service
 * @throws TrainError where even without templates the model is too large, or the filter refuses it
 */
export function buildCandidate(incumbent: Decoded, module: Uint8Array, parts: CandidateParts): Made {
  const { id, meta, learnt, templates } = parts;
  const { places = placesIn(incumbent.sections), sessions = sameSessions({ incumbent }).within } = parts;
  try {
    const sections = new Map(incumbent.sections);
    const put = (known: readonly number[]) => {
      for (const [name, body] of learntSections({ ...learnt, templates: known })) sections.set(name, body);
    };
    sections.set("MDID", Buffer.from(id, "ascii"));
    sections.set("META", Buffer.from(JSON.stringify(meta)));
    putPlaces(sections, places);
    put([]);
    const room = () => {
      const without = blobOf(sections, incumbent.schema);
      const inModule = MODULE_MAX_BYTES - runnable(embedModel(module, without)).length;
      return Math.max(0, Math.min(BLOB_MAX_BYTES - without.length, inModule) - SPARE_BYTES);
    };
    sections.delete("SESS");
    putSessions(sections, sessions(room() * SESSIONS_SHARE));
    const most = Math.min(TEMPLATES.most, Math.floor(room() / TEMPLATE_BYTES));
    put(templates.frequent(most, TEMPLATES.least));
    const blob = blobOf(sections, incumbent.schema);
    const made = embedModel(module, blob);
    checkModel(made);
    return { blob, module: made };
  } catch (cause) {
    throw new TrainError(
      "CANDIDATE_UNUSABLE",
      `what was learnt makes no module: ${(cause as Error).message}`,
      "This is a fault in SmartLog: report it with the message above.",
      cause,
    );
  }
}
