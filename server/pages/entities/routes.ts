/** GET /sources, /users, /services, /paths, /templates, /agents: lists, and a page for each name; POST /entities/label. All work without scripts. */

import type { FastifyInstance, FastifyRequest } from "fastify";
import type { BlocklistOptions } from "../../../blocklist/lib/select.ts";
import type { Resolver } from "../../../crawlers/reverse.ts";
import { isLabel } from "../../../store/annotations.ts";
import { labelAll } from "../../../store/entities/alike.ts";
import { ENTITY_KINDS, type EntityKind, queryOf } from "../../../store/entities/entity.ts";
import { NAME_SORTS, NAMES_A_PAGE, namesOf } from "../../../store/entities/names.ts";
import type { Database } from "../../database/database.ts";
import { ENTITY_LISTS, entityPath } from "../../frame/entity-path.ts";
import type { Page } from "../../frame/page.ts";
import { shownRange } from "../../frame/range.ts";
import { one } from "../../frame/time-range.ts";
import { HttpError } from "../../http/error.ts";
import type { FormKeys } from "../form-keys.ts";
import { html } from "../html.ts";
import { gather } from "./gather.ts";
import { listPage } from "./list.ts";
import { ENTITIES_HEAD, entityPage } from "./page.ts";
import { NameLookup } from "./resolve.ts";
import { ENTITY_WORDS, isAddress, nameOf, type Subject, subjectOf } from "./subject.ts";

const FORM = "entities";
const MOST_PAGES = 1_000;
const QUERY_CANCELED = "57014";

export interface EntityPagesParts {
  formKeys: FormKeys;
  blocklist: BlocklistOptions | undefined;
  /** Whether names of addresses may be looked up when somebody asks; a test brings its own resolver. */
  names: boolean | Resolver;
}

type Query = Record<string, string | string[] | undefined>;

export function addEntityPages(
  app: FastifyInstance,
  database: Database,
  { formKeys, blocklist, names }: EntityPagesParts,
): void {
  const lookup = new NameLookup({ resolver: typeof names === "boolean" ? undefined : names });
  for (const kind of ENTITY_KINDS) {
    const { path } = ENTITY_LISTS[kind];
    const answer = async (request: FastifyRequest) => {
      const name = nameOf(request, kind);
      if (name === undefined) return list(request, kind);
      const subject = subjectOf(kind, name);
      return subject ? entity(request, subject) : noName(kind, name);
    };
    for (const route of [path, `${path}/*`])
      app.get(route, { config: { needs: "read" } }, async (request, reply) =>
        reply.page(await answer(request)),
      );
  }

  app.post(
    "/entities/label",
    { config: { needs: "review", audit: "entity.labelled" } },
    async (request, reply) => {
      const form = (request.body ?? {}) as Record<string, string | undefined>;
      formKeys.check(FORM, form.key);
      const { name = "", label = "", who = "", note = "" } = form;
      const kind = ENTITY_KINDS.find((each) => each === form.kind);
      const subject = kind && subjectOf(kind, name.replaceAll("\0", ""));
      if (!subject || subject.name === "")
        throw new HttpError(400, "the form names nothing that could have events");
      if (!isLabel(label)) throw new HttpError(400, `no such label: ${label.slice(0, 20)}`);
      const [from, to] = [instantOf(form.from), instantOf(form.to)];
      const done = await database.forViewer(request.raw.socket, (pool) =>
        labelAll(pool, { query: queryOf(subject), range: { from, to }, label }, { annotator: who, note }),
      );
      return reply.redirect(`${entityPath(subject, { labelled: String(done), as: label })}#label`, 303);
    },
  );

  async function list(request: FastifyRequest, kind: EntityKind): Promise<Page> {
    const query = request.query as Query;
    const range = await shownRange(request, database);
    const text = (one(query.q) ?? "").trim().slice(0, 300);
    const sort = NAME_SORTS.find((each) => each === one(query.sort)) ?? "unusual";
    const page = pageOf(one(query.page));
    const asked = {
      range: { from: range.from.getTime(), to: range.to.getTime() },
      text,
      sort,
      offset: (page - 1) * NAMES_A_PAGE,
    };
    const found = await database.forViewer(request.raw.socket, async (pool) =>
      namesOf(pool, kind, asked).catch((error: { code?: string }) => {
        if (error.code !== QUERY_CANCELED) throw error;
        return undefined;
      }),
    );
    return listPage({ kind, range, text, sort, page, names: found });
  }

  async function entity(request: FastifyRequest, subject: Subject): Promise<Page> {
    const query = request.query as Query;
    const range = await shownRange(request, database);
    const wanted = one(query.label) ?? "";
    const label = isLabel(wanted) ? wanted : undefined;
    const span = { from: range.from.getTime(), to: range.to.getTime() };
    const gathered = await database.forViewer(request.raw.socket, (pool) =>
      gather(pool, subject, span, { blocklist, label }),
    );
    const isAsked = query.resolve !== undefined && names !== false && isAddress(subject);
    // Outside of the database's turn: a slow resolver holds up nobody else.
    const resolved = isAsked ? await lookup.textOf(subject.name) : "";
    const said = resolved || labelledText(one(query.labelled), one(query.as));
    return entityPage({ subject, gathered, range, key: formKeys.of(FORM), said, resolves: names !== false });
  }
}

function labelledText(given: string | undefined, label: string | undefined): string {
  if (given === undefined || !/^\d{1,3}$/.test(given)) return "";
  if (given === "0") return "Nothing was labelled: all of them have the label, or an answer.";
  return `Saved: ${given} events as ${isLabel(label ?? "") ? label : "labelled"}. The next training learns from it.`;
}

/** A name that no event can have. */
function noName(kind: EntityKind, name: string): Page {
  const [many, word] = ENTITY_WORDS[kind];
  const shown = name.slice(0, 200);
  const form =
    kind === "template"
      ? "A pattern is named by eight hex digits."
      : "Write it as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32.";
  return {
    title: word,
    here: "sources",
    head: ENTITIES_HEAD,
    body: html`<main id="main" class="content entity"><header class="heading"><a href="${ENTITY_LISTS[kind].path}">← ${many}</a><h1>${word} <bdi class="name">${shown}</bdi></h1></header>
<p class="lead">No event can have this ${word.toLowerCase()}: it is ${kind === "source" ? "no address and no network" : "none"}. ${form}</p>
<p>Search <a href="${ENTITY_LISTS[kind].path}?${new URLSearchParams({ q: shown })}">${many.toLowerCase()} with these characters</a>, or the user <a href="${entityPath({ kind: "user", name: shown })}"><bdi>${shown}</bdi></a>.</p></main>`,
  };
}

function pageOf(text: string | undefined): number {
  const page = Number(text ?? 1);
  return Number.isInteger(page) && page >= 1 && page <= MOST_PAGES ? page : 1;
}

/** @throws HttpError 400 */
function instantOf(text: string | undefined): number {
  if (text !== undefined && /^-?\d{1,14}$/.test(text)) return Number(text);
  throw new HttpError(400, "a time of the form is missing", "Load the page again.");
}
