/** GET /: what needs somebody; at the first visit, what SmartLog is and how to begin. Works without scripts, and without a store. */
import type { FastifyInstance } from "fastify";
import type { Database } from "../../database/database.ts";
import { shownRange } from "../../frame/range.ts";
import { HttpError } from "../../http/error.ts";
import { DROP_FORM } from "../dropped/form.ts";
import type { FormKeys } from "../form-keys.ts";
import { FEEDBACK_FORM } from "../visitors/form.ts";
import { ownUrl } from "./begin.ts";
import { gather, type HomeFacts } from "./gather.ts";
import { homePage } from "./page.ts";

export interface HomeParts {
  formKeys: FormKeys;
  needsToken: () => boolean;
  /** Where Grafana shows the same dashboards. */
  grafanaUrl: string | undefined;
  /** Whether the store has the sample, and nothing else. */
  isSample: boolean;
  /** Where the embedded Postgres keeps its files. */
  dataFolder: string | undefined;
}

export function addHome(
  app: FastifyInstance,
  database: Database,
  { formKeys, needsToken, grafanaUrl, isSample, dataFolder }: HomeParts,
): void {
  app.get("/", { config: { needs: "read" } }, async (request, reply) => {
    const range = await shownRange(request, database);
    const { extent } = range;
    let facts: HomeFacts | undefined;
    let isAway = extent === undefined;
    try {
      const first = extent?.from ?? null;
      if (first !== null)
        facts = await database.forViewer(request.raw.socket, (pool) =>
          gather(pool, range, first, dataFolder),
        );
    } catch (error) {
      if (!(error instanceof HttpError && error.statusCode === 503)) throw error;
      isAway = true;
    }
    const { said } = request.query as { said?: unknown };
    return reply.page(
      homePage({
        range,
        facts,
        isAway,
        isSample,
        begin: {
          url: ownUrl(request),
          needsToken: needsToken(),
          grafanaUrl,
          keys: { drop: formKeys.of(DROP_FORM), feedback: formKeys.of(FEEDBACK_FORM) },
          said: said === "thanks" ? "Thank you: it was kept." : "",
        },
      }),
    );
  });
}
