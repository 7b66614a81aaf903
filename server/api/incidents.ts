/** GET /v1/incidents: those that fit, a page at a time; GET /v1/incidents/<id>: one, with all that belongs to it. */
import type { FastifyInstance } from "fastify";
import { StoreError } from "../../store/error.ts";
import {
  findIncidents,
  INCIDENT_SEVERITIES,
  INCIDENT_STATES,
  type IncidentFilter,
  type IncidentOrder,
  MOST_INCIDENTS_A_PAGE,
  readIncident,
} from "../../store/incidents/find.ts";
import { historyOf, membersOf, samplesOf, sourcesOf } from "../../store/incidents/parts.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";

const DEFAULT_LIMIT = 50;
/** Of an incident's sources, of which it has 1,000 at most. */
const MOST_SOURCES = 1_000;
const MAX_TEXT_CHARACTERS = 200;
const ORDERS = ["newest", "urgent"] as const satisfies readonly IncidentOrder[];
/** A class's name, also of a rule that is gone. */
const CLASS = /^[a-z][a-z0-9-]{0,63}$/;
/** An address, a network, or the first numbers of one. */
const SOURCE = /^[\da-fA-F.:]{1,45}(\/\d{1,3})?$/;

type Parameters = Record<string, string | string[] | undefined>;

export function addIncidentsApi(app: FastifyInstance, database: Database): void {
  app.get("/v1/incidents", { config: { needs: "read" } }, async (request) => {
    const asked = askedOf(request.query as Parameters);
    return database.forViewer(request.raw.socket, async (pool) => {
      try {
        return await findIncidents(pool, asked.filter, asked);
      } catch (error) {
        if (error instanceof StoreError && error.code === "BAD_ARGUMENT")
          throw new HttpError(400, error.message, error.nextStep, error);
        throw error;
      }
    });
  });

  app.get("/v1/incidents/:id", { config: { needs: "read" } }, async (request) => {
    const { id } = request.params as { id: string };
    return database.forViewer(request.raw.socket, async (pool) => {
      const incident = await readIncident(pool, id);
      if (!incident) throw new HttpError(404, "there is no such incident");
      return {
        ...incident,
        sources: await sourcesOf(pool, id, MOST_SOURCES),
        samples: await samplesOf(pool, id),
        history: await historyOf(pool, id),
        parts: await membersOf(pool, id),
      };
    });
  });
}

/** A name that is unknown is refused: a filter with a mistake in its name would let everything through. */
const READERS: Readonly<Record<string, (given: string[], name: string) => Asked>> = {
  state: (given, name) => ({ filter: { states: given.map((each) => oneOf(INCIDENT_STATES, each, name)) } }),
  severity: (given, name) => ({ filter: { least: oneOf(INCIDENT_SEVERITIES, only(given, name), name) } }),
  class: (given, name) => ({ filter: { classes: given.map((each) => formOf(CLASS, each, name)) } }),
  source: (given, name) => ({ filter: { source: formOf(SOURCE, only(given, name), name) } }),
  site: (given, name) => ({ filter: { site: text(given, name) } }),
  owner: (given, name) => ({ filter: { owner: text(given, name) } }),
  text: (given, name) => ({ filter: { text: text(given, name) } }),
  since: (given, name) => ({ filter: { since: time(given, name) } }),
  until: (given, name) => ({ filter: { until: time(given, name) } }),
  parts: (given, name) => ({
    filter: { withParts: oneOf(["true", "false"], only(given, name), name) === "true" },
  }),
  order: (given, name) => ({ order: oneOf(ORDERS, only(given, name), name) }),
  limit: (given, name) => ({ limit: limit(given, name) }),
  cursor: (given, name) => ({ cursor: only(given, name) }),
};

interface Asked {
  filter?: IncidentFilter;
  order?: IncidentOrder;
  limit?: number;
  cursor?: string;
}

/** @throws HttpError 400 with what the parameter has to be */
function askedOf(parameters: Parameters): Asked & { filter: IncidentFilter } {
  const asked = { filter: {}, limit: DEFAULT_LIMIT };
  for (const [name, given = []] of Object.entries(parameters)) {
    const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    if (!read)
      throw new HttpError(400, "there is no such parameter", `There are ${Object.keys(READERS).join(", ")}.`);
    const { filter, ...rest } = read([given].flat(), name);
    Object.assign(asked.filter, filter);
    Object.assign(asked, rest);
  }
  return asked;
}

function only(given: string[], name: string): string {
  const [value] = given;
  if (value === undefined || given.length > 1) throw new HttpError(400, `${name} may be given once`);
  return value;
}

function oneOf<T extends string>(values: readonly T[], given: string, name: string): T {
  const found = values.find((each) => each === given);
  if (!found) throw new HttpError(400, `${name} is one of ${values.join(", ")}`);
  return found;
}

function formOf(form: RegExp, given: string, name: string): string {
  if (!form.test(given)) throw new HttpError(400, `${name} has not the form of one`);
  return given;
}

function text(given: string[], name: string): string {
  const value = only(given, name);
  if (value.length > MAX_TEXT_CHARACTERS || value.includes("\0"))
    throw new HttpError(400, `${name} is a text of ${MAX_TEXT_CHARACTERS} characters at most`);
  return value;
}

/** Of ISO 8601 with a zone: whose local time the server's would be nobody knows. */
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d))?$/;

function time(given: string[], name: string): Date {
  const value = only(given, name);
  const date = new Date(value);
  if (!TIME.test(value) || Number.isNaN(date.getTime()))
    throw new HttpError(400, `${name} is a time such as 2026-11-30 or 2026-11-30T22:17:00Z`);
  return date;
}

function limit(given: string[], name: string): number {
  const value = only(given, name);
  const number = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > MOST_INCIDENTS_A_PAGE)
    throw new HttpError(400, `${name} is a number from 1 to ${MOST_INCIDENTS_A_PAGE}`);
  return number;
}
