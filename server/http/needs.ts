/** What each route needs, which it declares itself: one that doesn't keeps the server from starting. */
import type { FastifyInstance } from "fastify";
import type { Right } from "../../store/access/rights.ts";
import { StartError } from "../start-error.ts";

/**
 * A right, or one of several. `open`: nothing. `login`: to be somebody, whoever. `own-key`: a key of its own, which the route
 * asks for itself, in a header or address that no page of another site knows.
 */
export type Needs = Right | "open" | "login" | "own-key" | readonly Right[];

declare module "fastify" {
  interface FastifyContextConfig {
    needs?: Needs;
    /** What the audit log calls it, as `event.labelled`: every POST and the like, exports. A function where it depends; false where the route says it itself. */
    audit?: string | false | ((request: FastifyRequest) => string | undefined);
    /** Also for everybody, of the public dashboards (`:uid`) only. */
    public?: boolean;
  }
}

/** A route as it is declared. */
export interface DeclaredRoute {
  method: string;
  url: string;
  needs: Needs;
  public: boolean;
}

declare module "fastify" {
  interface FastifyInstance {
    /** All routes, for the tests that walk them. */
    declared: DeclaredRoute[];
  }
}

const CHANGES = new Set(["POST", "PUT", "PATCH", "DELETE"]);
/** These take records, whose number is what is told of them, not each. */
const BY_RECORDS: ReadonlySet<Needs | undefined> = new Set(["ingest", "own-key", "open"]);

/** @throws StartError when the server is made ready, with all routes that declare too little */
export function addNeeds(app: FastifyInstance): void {
  const without: string[] = [];
  const silent: string[] = [];
  app.decorate("declared", []);
  app.addHook("onRoute", ({ method, url, config = {} }) => {
    const name = `${[method].flat().join(",")} ${url}`;
    const { needs = "login", public: isPublic = false } = config;
    for (const each of [method].flat()) app.declared.push({ method: each, url, needs, public: isPublic });
    if (config.needs === undefined) without.push(name);
    else if (
      [method].flat().some((each) => CHANGES.has(each)) &&
      config.audit === undefined &&
      !Array.isArray(config.needs) &&
      !BY_RECORDS.has(config.needs)
    )
      silent.push(name);
  });
  app.addHook("onReady", async () => {
    if (without.length > 0)
      throw new StartError(`routes say not what they need: ${without.join("; ")}`, {
        nextStep: "Give each a config.needs (server/http/needs.ts).",
      });
    if (silent.length > 0)
      throw new StartError(
        `routes change something and have no name in the audit log: ${silent.join("; ")}`,
        {
          nextStep: "Give each a config.audit (server/http/needs.ts).",
        },
      );
  });
}
