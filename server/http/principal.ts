/** Who a request comes from, as far as it is known, and what they may do. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { FastifyInstance } from "fastify";
import type { Via } from "../../store/access/audit.ts";
import type { Right } from "../../store/access/rights.ts";

export interface Principal {
  /** `open`: nobody is asked who they are. `public`: nobody, who may see the public dashboards. */
  kind: Via | "public";
  /** A user's name, `token:NAME`; empty where it isn't known. */
  name: string;
  rights: ReadonlySet<Right>;
  /** Binds forms' keys to the login: another for each session. */
  binding: string;
}

declare module "fastify" {
  interface FastifyRequest {
    principal: Principal;
  }
}

export const NOBODY: Principal = { kind: "nobody", name: "", rights: new Set(), binding: "" };
export const PUBLIC: Principal = { ...NOBODY, kind: "public" };

const current = new AsyncLocalStorage<Principal>();

/** Of the request that is being answered: for pages and forms, which are far from it. */
export function principal(): Principal {
  return current.getStore() ?? NOBODY;
}

export function may(right: Right): boolean {
  return principal().rights.has(right);
}

/** Makes {@link principal} known to routes, and what forms say of `who` true: the login says it, where there is one. */
export function addPrincipal(app: FastifyInstance): void {
  app.decorateRequest("principal", null as never);
  // After the body: reading it loses what is known by then.
  app.addHook("preHandler", (request, _reply, done) => {
    const { principal: known, body } = request;
    if (known.name !== "" && typeof body === "object" && body !== null)
      (body as { who?: string }).who = known.name;
    current.run(known, done);
  });
}
