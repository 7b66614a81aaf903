/** GET, POST /v1/views, DELETE /v1/views/<id>: views of pages that people keep, as query strings. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import { listViews, MAX_VIEW_QUERY_CHARACTERS, removeView, saveView } from "../../store/access/views.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";
import { array, example, object, operation, text, time } from "./schema/schema.ts";

const VIEW = object({
  id: text("Its number, in decimal."),
  page: text("The page that it is of, as explore."),
  name: text("One that its owner has chosen."),
  query: text("Of the page's address, without the question mark."),
  owner: text("Who keeps it; empty where nobody is asked who they are."),
  shared: { type: "boolean", description: "Whether everybody sees it." },
  changedAt: time("When it was saved last."),
});
const LIST = operation({
  id: "listViews",
  tag: "views",
  summary: "One's own views, and those that are shared",
  query: { page: example(text("Only of this page."), "explore") },
  answers: { 200: { description: "By page and name.", content: { "application/json": array(VIEW) } } },
});
const SAVE = operation({
  id: "saveView",
  tag: "views",
  summary: "Keeps a view; one's own of the same page and name is replaced",
  body: {
    "application/json": example(
      object(
        {
          page: text("The page that it is of."),
          name: text("How it is called."),
          query: text("Of the page's address, without the question mark."),
          shared: {
            type: "boolean",
            description: "Whether everybody sees it, which needs the right to review.",
          },
        },
        ["shared"],
      ),
      { page: "explore", name: "broken shop", query: "q=site%3Ashop+status%3A5xx" },
    ),
  },
  answers: { 201: { description: "The view.", content: { "application/json": VIEW } } },
});
const REMOVE = operation({
  id: "removeView",
  tag: "views",
  summary: "Forgets a view of one's own; an administrator, any",
  params: { id: example(text("Its number."), "1") },
  answers: { 204: { description: "It is gone.", content: {} } },
});

const MAX_BODY_BYTES = 4 * MAX_VIEW_QUERY_CHARACTERS;
/** Codes of what a person can mend. */
const REFUSED: Readonly<Record<string, number>> = { BAD_ARGUMENT: 400, ACCESS_FULL: 409, NO_SUCH_ENTRY: 404 };

export function addViews(app: FastifyInstance, database: Database): void {
  app.register(async (routes) => {
    routes.removeAllContentTypeParsers();
    // JSON only: no page of another site can send it without being asked first (CORS), and nothing here answers that.
    routes.addContentTypeParser(
      "application/json",
      { parseAs: "string", bodyLimit: MAX_BODY_BYTES },
      (_request, body, done) => {
        try {
          done(null, objectOf(body as string));
        } catch (error) {
          done(error as Error);
        }
      },
    );

    routes.get("/v1/views", { config: { needs: "read" }, schema: LIST }, async (request) => {
      const { page } = request.query as { page?: unknown };
      if (page !== undefined && typeof page !== "string") throw new HttpError(400, "page may be given once");
      return work(request, database, (pool, owner) => listViews(pool, owner, page?.replaceAll("\0", "")));
    });

    routes.post(
      "/v1/views",
      { config: { needs: "read", audit: "view.saved" }, schema: SAVE },
      async (request, reply) => {
        const { page, name, query, shared = false } = (request.body ?? {}) as Record<string, unknown>;
        if (typeof page !== "string" || typeof name !== "string" || typeof query !== "string")
          throw new HttpError(400, "a view has a page, a name and a query", "All three are texts.");
        if (typeof shared !== "boolean") throw new HttpError(400, "shared is true or false");
        if (shared && !request.principal.rights.has("review"))
          throw new HttpError(403, "sharing a view needs the right to review", "Keep it for yourself.");
        const view = await work(request, database, (pool, owner) =>
          saveView(pool, { page, name, query, owner, shared }),
        );
        return reply.code(201).send(view);
      },
    );

    routes.delete(
      "/v1/views/:id",
      { config: { needs: "read", audit: "view.removed" }, schema: REMOVE },
      async (request, reply) => {
        const { id } = request.params as { id: string };
        const isAdmin = request.principal.rights.has("admin");
        await work(request, database, (pool, owner) => removeView(pool, id, isAdmin ? undefined : owner));
        return reply.code(204).send();
      },
    );
  });
}

/** @throws HttpError 400 */
function objectOf(text: string): Record<string, unknown> {
  // Clients name the type of a body that they don't send.
  if (text === "") return {};
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new HttpError(400, "the body is not JSON", "", cause);
  }
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new HttpError(400, "the body is no JSON object");
  return given as Record<string, unknown>;
}

function work<T>(
  request: FastifyRequest,
  database: Database,
  of: (pool: Pool, owner: string) => Promise<T>,
): Promise<T> {
  return database.forViewer(request.raw.socket, async (pool) => {
    try {
      return await of(pool, request.principal.name);
    } catch (error) {
      const { code = "", message, nextStep } = error as { code?: string; message: string; nextStep?: string };
      const status = REFUSED[code];
      if (status === undefined) throw error;
      throw new HttpError(status, message, nextStep, error);
    }
  });
}
