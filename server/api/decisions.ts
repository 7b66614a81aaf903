/**
 * GET /v1/decisions, /v1/decisions/stream: the list of addresses to block as CrowdSec's local API gives decisions to bouncers, read only
 * (localapi_swagger.yaml of crowdsecurity/crowdsec). Off where no key is set.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sent } from "../../blocklist/decisions/decision.ts";
import { filterOf, type Parameters } from "../../blocklist/decisions/filter.ts";
import { type Changes, Ledger } from "../../blocklist/decisions/ledger.ts";
import { BlocklistError } from "../../blocklist/error.ts";
import { type BlocklistOptions, blocklist } from "../../blocklist/lib/select.ts";
import type { Database } from "../database/database.ts";
import { orUnavailable } from "../database/or-unavailable.ts";
import { HttpError } from "../http/error.ts";
import { TokenCheck } from "../http/token.ts";
import { DECISION_LIST, DECISION_STREAM } from "./schema/decision.ts";

export interface DecisionsOptions extends BlocklistOptions {
  /** What bouncers send as X-Api-Key. */
  key: string;
}

/** The list is made anew no more often: bouncers ask each 10 s… */
const FRESH_MS = 10_000;
/** …and a long one less often: making it takes a twentieth of the time at most. */
const FRESH_TIMES = 20;
/** Bouncers whose place in the stream is known; another is told everything. */
const MOST_BOUNCERS = 256;

const FAILED = "the server failed; its log says why";

export function addDecisions(
  app: FastifyInstance,
  database: Database,
  options: DecisionsOptions | undefined,
): void {
  const check = options && new TokenCheck(options.key);
  const current = options && keptList(database, options);
  const versions = new Map<string, number>();

  app.register(async (routes) => {
    routes.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
      const status = error instanceof BlocklistError ? 400 : (error.statusCode ?? 500);
      if (status >= 500) process.stderr.write(`smartlog: /v1/decisions: ${error.message}\n`);
      // A client without this member ends with a null pointer (crowdsec's apiclient, ErrorResponse).
      return reply.code(status).send({ message: status === 500 ? FAILED : sentence(error) });
    });
    routes.addHook("onRequest", async (request) => {
      if (!check)
        throw new HttpError(
          404,
          "decisions are off",
          "Set SMARTLOG_BOUNCER_KEY where `smartlog serve` runs.",
        );
      const key = Buffer.from([request.headers["x-api-key"] ?? ""].flat()[0] ?? "", "latin1");
      if (!check.accepts(request.ip, key))
        throw new HttpError(403, "access forbidden", "X-Api-Key has to be what SMARTLOG_BOUNCER_KEY says.");
    });

    const config = { needs: "own-key" } as const;
    routes.get(
      "/v1/decisions",
      { config, schema: DECISION_LIST, exposeHeadRoute: true },
      async (request, reply) => {
        const wanted = filterOf(request.query as Parameters);
        const now = new Date();
        const found = ((await current?.())?.all().new ?? []).filter(wanted).map((each) => sent(each, now));
        // None is null: bouncers in Lua compare the body with this word.
        return reply.type("application/json").send(found.length > 0 ? JSON.stringify(found) : "null");
      },
    );

    routes.get(
      "/v1/decisions/stream",
      { config, schema: DECISION_STREAM, exposeHeadRoute: true },
      async (request, reply) => {
        const parameters = request.query as Parameters;
        const wanted = filterOf({ scopes: "ip,range", ...parameters });
        const ledger = (await current?.()) as Ledger;
        const bouncer = nameOf(request);
        const isStart = parameters.startup === "true";
        const seen = isStart ? undefined : versions.get(bouncer);
        if (request.method !== "HEAD") remember(versions, bouncer, ledger.version, reply);
        return reply
          .type("application/json")
          .send(text(seen === undefined ? ledger.all() : ledger.since(seen), wanted));
      },
    );
  });
}

function sentence(error: Error): string {
  const next = error instanceof HttpError && error.nextStep ? `. ${error.nextStep}` : "";
  return `${error.message}${next}`;
}

/** The list's decisions, made anew when they are asked for and old; once for all who ask meanwhile. */
function keptList(database: Database, { policy, place }: DecisionsOptions): () => Promise<Ledger> {
  const ledger = new Ledger();
  let staleAt = 0;
  let making: Promise<void> | undefined;
  const make = async () => {
    const started = performance.now();
    ledger.update(await orUnavailable(blocklist(database.view, policy(), place)));
    const ended = performance.now();
    staleAt = ended + Math.max(FRESH_MS, FRESH_TIMES * (ended - started));
  };
  return async () => {
    if (performance.now() >= staleAt) {
      making ??= make().finally(() => {
        making = undefined;
      });
      await making;
    }
    return ledger;
  };
}

function text(changes: Changes, wanted: Wanted): string {
  const now = new Date();
  const lines = (of: Changes["new"]) => of.filter(wanted).map((each) => sent(each, now));
  return JSON.stringify({ new: lines(changes.new), deleted: lines(changes.deleted) });
}

type Wanted = ReturnType<typeof filterOf>;

/** Two on a machine may share a key: what they call themselves tells them apart. */
function nameOf({ ip, headers }: FastifyRequest): string {
  return [headers["x-api-key"], ip, headers["user-agent"]].join("\n");
}

/** Keeps how far a bouncer is, once it has the whole answer; the one that asked least lately is forgotten first. */
function remember(
  versions: Map<string, number>,
  bouncer: string,
  version: number,
  reply: FastifyReply,
): void {
  reply.raw.once("finish", () => {
    versions.delete(bouncer);
    versions.set(bouncer, version);
    const [oldest] = versions.keys();
    if (versions.size > MOST_BOUNCERS && oldest !== undefined) versions.delete(oldest);
  });
}
