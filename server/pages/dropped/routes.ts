/** POST /analyze: a log file out of a form is read and reported on; stored only where the form says so. */
import type { FastifyInstance } from "fastify";
import { Filter } from "../../../host/filter.ts";
import { printable } from "../../../host/printable.ts";
import type { Database } from "../../database/database.ts";
import { HttpError } from "../../http/error.ts";
import { networkOf } from "../../http/network-of.ts";
import { may } from "../../http/principal.ts";
import { Semaphore } from "../../http/semaphore.ts";
import { TimeSlices } from "../../http/time-slices.ts";
import type { FormKeys } from "../form-keys.ts";
import { DROP_FORM } from "./form.ts";
import { MAX_READ_MS, MAX_SENT_BYTES } from "./limits.ts";
import { analyzed } from "./read.ts";
import { resultPage, storedPage } from "./result.ts";
import { stored } from "./store.ts";
import { unpacked } from "./unpacked.ts";
import { drain, openUpload, tooLarge } from "./upload.ts";

/** A log's counts may take a hundred megabytes: others wait. */
const MAX_READ = 1;
const MAX_WAITING = 8;
const WAIT_MS = 30_000;
/** Of a form besides its file. */
const FORM_BYTES = 16 * 1024;
const MAX_NAME_CHARACTERS = 120;
const MAX_TAG_CHARACTERS = 80;

export function addDropped(
  app: FastifyInstance,
  database: Database,
  { formKeys, module }: { formKeys: FormKeys; module: string | undefined },
): void {
  const semaphore = new Semaphore(MAX_READ, MAX_WAITING, WAIT_MS);
  const slices = new TimeSlices();
  /** Networks whose log is being read, or waits for it. */
  const busy = new Set<string>();

  app.register(async (uploads) => {
    uploads.addContentTypeParser("multipart/form-data", (_request, _body, done) => done(null));

    uploads.post("/analyze", { config: { needs: "read", audit: false } }, async (request, reply) => {
      const client = networkOf(request.ip);
      let release = () => {};
      let isOwn = false;
      try {
        if (Number(request.headers["content-length"]) > MAX_SENT_BYTES + FORM_BYTES)
          throw tooLarge(`the file has more than ${MAX_SENT_BYTES / 2 ** 20} MiB`);
        if (busy.has(client))
          throw new HttpError(
            429,
            "a log of yours is being read already",
            "Send this one when it is done.",
            undefined,
            5,
          );
        busy.add(client);
        isOwn = true;
        release = await semaphore.acquire(request.raw.socket);
        const { fields, name: given, bytes } = await openUpload(request.raw);
        formKeys.check(DROP_FORM, fields.key);
        const filter = module === undefined ? Filter.load() : Filter.load(module);
        const name = printable(given, MAX_NAME_CHARACTERS) || "the log";
        const reading = {
          filter,
          name,
          slices,
          deadline: performance.now() + MAX_READ_MS,
          isGone: () => request.raw.socket.destroyed,
        };
        const log = unpacked(bytes);
        if (fields.do !== "store") {
          const read = await analyzed(log, reading);
          return await reply.page(await resultPage(read, formKeys.of(DROP_FORM), tagOf(name)));
        }
        if (!may("ingest"))
          throw new HttpError(403, "storing a log needs the right to ingest", "Looking at it does not.");
        const tag = tagOf(fields.tag || name);
        const { result, range } = await stored(database.ingest, log, tag, {
          ...reading,
          name: `dropped/${name}`,
        });
        return await reply.page(storedPage(result, tag, range));
      } finally {
        release();
        if (isOwn) busy.delete(client);
        drain(request.raw);
      }
    });
  });
}

/** Of a file's name: what packed it and its number say nothing. */
export function tagOf(name: string): string {
  const tag = name
    .replace(/\.(?:gz|zst)$/i, "")
    .replace(/[^\p{L}\p{N}._-]+/gu, "-")
    .slice(0, MAX_TAG_CHARACTERS);
  return tag || "dropped";
}
