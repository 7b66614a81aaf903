/** GET /go?q=…: the bar's search; GET /api/places: what it offers; GET /api/attention: how much needs somebody. */
import type { FastifyInstance } from "fastify";
import { networkOf, shortest } from "../../blocklist/lib/network.ts";
import { isEventId } from "../../store/events/find.ts";
import { countIncidents } from "../../store/incidents/find.ts";
import { type NamedPlace, placesNamed } from "../../store/places.ts";
import { parse } from "../../store/search/grammar/parse.ts";
import { literal } from "../../store/search/grammar/print.ts";
import type { Database } from "../database/database.ts";
import { entityPath } from "../frame/entity-path.ts";
import { PLACES } from "../frame/places.ts";

interface Offered {
  text: string;
  path: string;
  kind: string;
}

const MOST = 12;
const MAX_CHARACTERS = 200;

export function addGo(app: FastifyInstance, database: Database): void {
  app.get("/go", { config: { needs: "read" } }, async (request, reply) =>
    reply.redirect(pathOf(textOf(request.query)), 303),
  );

  app.get("/api/places", { config: { needs: "read" } }, async (request): Promise<Offered[]> => {
    const text = textOf(request.query);
    if (text === "") return [];
    const named = await database.forViewer(request.raw.socket, (pool) => placesNamed(pool, text));
    return [...direct(text), ...pagesNamed(text), ...named.map(offered)].slice(0, MOST);
  });

  app.get("/api/attention", { config: { needs: "read" } }, async (request) => {
    const counts = await database.forViewer(request.raw.socket, (pool) => countIncidents(pool));
    const open = counts
      .filter(({ state, severity }) => state === "open" && severity !== "low")
      .reduce((sum, { incidents }) => sum + incidents, 0);
    return { open };
  });
}

function textOf(query: unknown): string {
  const { q } = query as { q?: unknown };
  return typeof q === "string" ? q.trim().slice(0, MAX_CHARACTERS) : "";
}

/** Where a text leads by itself: a page of this name, an address or network, an event's id; else the lines that have it. */
function pathOf(text: string): string {
  const [place] = [
    ...direct(text),
    ...pagesNamed(text).filter((each) => each.text.toLowerCase() === text.toLowerCase()),
  ];
  return place?.path ?? explore(textQuery(text));
}

function direct(text: string): Offered[] {
  const network = networkOf(text);
  if (network)
    return [{ text, path: entityPath({ kind: "source", name: shortest(network) }), kind: "source" }];
  return isEventId(text) && text.length === 16 ? [{ text, path: `/events/${text}`, kind: "event" }] : [];
}

function pagesNamed(text: string): Offered[] {
  return PLACES.flatMap(({ places }) => places)
    .filter((place) => place.text.toLowerCase().includes(text.toLowerCase()))
    .map((place) => ({ text: place.text, path: place.path, kind: "page" }));
}

function offered({ kind, name, id }: NamedPlace): Offered {
  const path =
    kind === "incident" ? `/incidents/${id}` : entityPath({ kind: kind === "site" ? "service" : kind, name });
  return { text: name, path, kind };
}

const explore = (text: string) => `/explore?q=${encodeURIComponent(text)}`;
/** A text that is no query is looked for as it is. */
function textQuery(text: string): string {
  try {
    parse(text);
    return text;
  } catch {
    return literal(text);
  }
}
