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
import {
  as,
  choice,
  choices,
  instant,
  ofForm,
  only,
  type Parameter,
  readQuery,
  schemasOf,
  severalOfForm,
  whole,
  words,
  yes,
} from "./parameters.ts";
import { INCIDENT_IN_FULL, INCIDENT_PAGE } from "./schema/incident.ts";
import { example, operation, text } from "./schema/schema.ts";

const DEFAULT_LIMIT = 50;
/** Of an incident's sources, of which it has 1,000 at most. */
const MOST_SOURCES = 1_000;
const MAX_TEXT_CHARACTERS = 200;
const ORDERS = ["newest", "urgent"] as const satisfies readonly IncidentOrder[];
/** A class's name, also of a rule that is gone. */
const CLASS = /^[a-z][a-z0-9-]{0,63}$/;
/** An address, a network, or the first numbers of one. */
const SOURCE = /^[\da-fA-F.:]{1,45}(\/\d{1,3})?$/;

interface Asked {
  filter?: IncidentFilter;
  order?: IncidentOrder;
  limit?: number;
  cursor?: string;
}

const filtering = <T>(parameter: Parameter<T>, put: (value: T) => IncidentFilter): Parameter<Asked> =>
  as(parameter, (value) => ({ filter: put(value) }));
const named = (what: string, shown: string) => words(MAX_TEXT_CHARACTERS, what, shown);

const PARAMETERS: Readonly<Record<string, Parameter<Asked>>> = {
  state: filtering(choices(INCIDENT_STATES, "In one of these states."), (states) => ({ states })),
  severity: filtering(choice(INCIDENT_SEVERITIES, "This severity, or a higher one."), (least) => ({ least })),
  class: filtering(severalOfForm(CLASS, "Found by one of these rules.", "scan"), (classes) => ({ classes })),
  source: filtering(
    ofForm(SOURCE, "An address, a network, or the first numbers of one, that took part.", "203.0.113.0/24"),
    (source) => ({ source }),
  ),
  site: filtering(named("A site that it is of.", "shop"), (site) => ({ site })),
  owner: filtering(named("Whose it is.", "Ann"), (owner) => ({ owner })),
  text: filtering(named("Words of its title, key or agent.", "probed"), (text) => ({ text })),
  since: filtering(instant("Something happened then or later.", "2026-11-21"), (since) => ({ since })),
  until: filtering(instant("It began before.", "2026-12-31T00:00:00Z"), (until) => ({ until })),
  parts: filtering(yes("Also those that are part of others."), (withParts) => ({ withParts })),
  order: as(choice(ORDERS, "newest: by the last event. urgent: what needs somebody first."), (order) => ({
    order,
  })),
  limit: as(whole(1, MOST_INCIDENTS_A_PAGE, "How many at most; 50 where it is left out.", 10), (limit) => ({
    limit,
  })),
  cursor: {
    schema: text("`next` of the page before, which had the same other parameters."),
    read: (given, name) => ({ cursor: only(given, name) }),
  },
};

const LIST = operation({
  id: "findIncidents",
  tag: "incidents",
  summary: "Incidents that fit, a page at a time",
  query: schemasOf(PARAMETERS),
  answers: { 200: { description: "A page.", content: { "application/json": INCIDENT_PAGE } } },
});
const ONE = operation({
  id: "readIncident",
  tag: "incidents",
  summary: "One incident with its sources, lines, history and parts",
  params: { id: example(text("A number in decimal."), "1") },
  answers: { 200: { description: "The incident.", content: { "application/json": INCIDENT_IN_FULL } } },
});

export function addIncidentsApi(app: FastifyInstance, database: Database): void {
  app.get("/v1/incidents", { config: { needs: "read" }, schema: LIST }, async (request) => {
    const asked = askedOf(request.query);
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

  app.get("/v1/incidents/:id", { config: { needs: "read" }, schema: ONE }, async (request) => {
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

/** @throws HttpError 400 with what a parameter has to be */
function askedOf(query: unknown): Asked & { filter: IncidentFilter } {
  const asked = { filter: {}, limit: DEFAULT_LIMIT };
  for (const { filter, ...rest } of readQuery(PARAMETERS, query)) {
    Object.assign(asked.filter, filter);
    Object.assign(asked, rest);
  }
  return asked;
}
