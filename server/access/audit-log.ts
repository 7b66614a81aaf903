/**
 * The server's part of the audit log: what was done comes from the routes' declarations (needs.ts), what was refused is summed
 * up, so that who guesses writes a few rows a minute and not one each time.
 */
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type AuditEntry, audit } from "../../store/access/audit.ts";
import type { Database } from "../database/database.ts";
import { networkOf } from "../http/network-of.ts";
import { NOBODY, type Principal } from "../http/principal.ts";

const WINDOW_MS = 60_000;
/** Refusals of different kinds or networks that are written one by one in a minute; the others are one entry. */
const MOST_A_WINDOW = 50;
/** Fields of forms that an entry may show: names and choices, nothing that is secret. */
const SHOWN = new Set([
  ...["id", "name", "do", "on", "off", "remove", "label", "scope", "days", "role", "page", "shared"],
  ...["template", "reason", "source", "site", "note"],
]);
/** A field for each incident that a form means. */
const INCIDENT = /^incident-(\d{1,19})$/;

type About = Readonly<Record<string, string>>;

export class AuditLog {
  readonly #database: Database;
  readonly #sums = new Map<string, { entry: AuditEntry; times: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Writes what was done. A store that is away then keeps no answer back: the log of the server has it. */
  async done(request: FastifyRequest, what: string, about: About = aboutOf(request)): Promise<void> {
    await this.#write({ ...whoOf(request), what, ok: true, about });
  }

  /** Somebody who is known may not. */
  refused(request: FastifyRequest, { kind, name }: Principal, what: string, about: About): void {
    const via = kind === "public" ? "nobody" : kind;
    this.#sum({ who: name, via, address: request.ip, what, ok: false, about });
  }

  /** Somebody isn't who they say. */
  failed(address: string, what: string, about: About): void {
    this.#sum({ who: "", via: "nobody", address: networkOf(address), what, ok: false, about });
  }

  /** Writes what is summed up. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const sums = [...this.#sums.values()];
    this.#sums.clear();
    for (const { entry, times } of sums) if (times > 0) await this.#write({ ...entry, times });
  }

  /** The first of its kind at once, further ones together at the end of the minute. */
  #sum(entry: AuditEntry): void {
    const key = [entry.what, entry.who, entry.address, entry.about?.name].join("\n");
    const isMore = !this.#sums.has(key) && this.#sums.size >= MOST_A_WINDOW;
    const kept = isMore ? "others" : key;
    const known = this.#sums.get(kept);
    if (known) known.times++;
    else if (isMore) this.#sums.set(kept, { entry: { ...entry, who: "", address: "", about: {} }, times: 1 });
    else {
      this.#sums.set(kept, { entry, times: 0 });
      void this.#write(entry);
    }
    this.#timer ??= setTimeout(() => void this.close(), WINDOW_MS).unref();
  }

  async #write(entry: AuditEntry): Promise<void> {
    await audit(this.#database.access, entry).catch((error: Error) => {
      process.stderr.write(`smartlog: the audit log has no entry of ${entry.what}: ${error.message}\n`);
    });
  }
}

/** Writes an entry for each request that was answered well and whose route has a name in the log. */
export function addAudit(app: FastifyInstance, log: AuditLog): void {
  app.addHook("onSend", async (request, reply) => {
    if (reply.statusCode >= 400) return;
    const { audit: named } = request.routeOptions.config;
    const what = typeof named === "function" ? named(request) : named;
    if (what) await log.done(request, what);
  });
  app.addHook("onClose", () => log.close());
}

function whoOf({ principal, body, ip }: FastifyRequest): Pick<AuditEntry, "who" | "via" | "address"> {
  const { kind, name } = principal ?? NOBODY;
  // Where nobody is asked, what the form says.
  const { who } = (body ?? {}) as { who?: unknown };
  return {
    who: name || (typeof who === "string" ? who : ""),
    via: kind === "public" ? "nobody" : kind,
    address: ip,
  };
}

function aboutOf({ params, body }: FastifyRequest): About {
  const fields = Object.entries((body ?? {}) as Record<string, unknown>);
  const shown = fields.flatMap(([name, value]) =>
    SHOWN.has(name) && value !== "" && ["string", "boolean", "number"].includes(typeof value)
      ? [[name, String(value)] as const]
      : [],
  );
  const incidents = fields.flatMap(([name]) => INCIDENT.exec(name)?.[1] ?? []);
  return {
    ...(params as Record<string, string>),
    ...Object.fromEntries(shown),
    ...(incidents.length > 0 ? { incidents: incidents.join(" ") } : {}),
  };
}
