/** GET, POST /incidents, GET /incidents/<id>, GET, POST /incidents/mute: incidents, and what people do about them; works without scripts. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import { acknowledge, close, mute, note, type Said, unmute } from "../../../store/incidents/actions.ts";
import { countIncidents, findIncidents, readIncident } from "../../../store/incidents/find.ts";
import type { Incident } from "../../../store/incidents/incident.ts";
import { eventMuteOf, previewIncidentMute } from "../../../store/incidents/mute-preview.ts";
import {
  countriesOf,
  historyOf,
  membersOf,
  minutesOf,
  samplesOf,
  similarTo,
  sourcesOf,
  sparksOf,
} from "../../../store/incidents/parts.ts";
import { passState } from "../../../store/incidents/state.ts";
import { tellingsOf } from "../../../store/incidents/told.ts";
import { MOST_MUTE_DAYS } from "../../../store/mutes/mutes.ts";
import { previewMute } from "../../../store/mutes/preview.ts";
import { checkedMute } from "../../../store/mutes/what.ts";
import type { Database } from "../../database/database.ts";
import { minute } from "../../frame/when.ts";
import { HttpError } from "../../http/error.ts";
import type { FormKeys } from "../form-keys.ts";
import type { RuleBook } from "../rule-book.ts";
import { backTo, chosenOf, type Done, doneText, INCIDENTS_FORM, mutePath } from "./chosen.ts";
import { filterOf, listQuery } from "./filter.ts";
import { listPage } from "./list.ts";
import { mutePage } from "./mute.ts";
import { onePage } from "./one.ts";

type Fields = Record<string, string | undefined>;

const DAY_MS = 86_400_000;
/** A pass is made a few times a minute. */
const LATE_MS = 3 * 60_000;
/** Codes of what a person can mend. */
const REFUSED: Readonly<Record<string, number>> = {
  BAD_ARGUMENT: 400,
  NOT_MUTED: 400,
  NO_SUCH_ENTRY: 404,
  INCIDENT_FULL: 409,
};

export function addIncidentPages(
  app: FastifyInstance,
  database: Database,
  { formKeys, book }: { formKeys: FormKeys; book: RuleBook },
): void {
  const work = <T>(request: FastifyRequest, of: (pool: Pool) => Promise<T>) =>
    database.forViewer(request.raw.socket, (pool) => refusals(() => of(pool)));
  const key = () => formKeys.of(INCIDENTS_FORM);

  app.get("/incidents", { config: { needs: "read" } }, async (request, reply) => {
    const query = listQuery(request.query as Fields);
    const shown = await work(request, async (pool) => {
      const { filter, order } = filterOf(query);
      const page = await findIncidents(pool, filter, { order, cursor: query.cursor || undefined });
      const addresses = page.incidents.flatMap(({ source }) => source ?? []);
      return {
        page,
        counts: await countIncidents(pool),
        countries: await countriesOf(pool, addresses),
        sparks: await sparksOf(pool, page.incidents),
        classes: (await book.entries(pool)).map(({ name }) => name),
        late: lateText((await passState(pool)).judgedAt),
      };
    });
    const said = doneText(request.query as Fields);
    return reply.page(listPage({ ...shown, query, key: key(), said }));
  });

  app.post("/incidents", { config: { needs: "review", audit: changeOf } }, async (request, reply) => {
    const form = (request.body ?? {}) as Fields;
    formKeys.check(INCIDENTS_FORM, form.key);
    const ids = chosenOf(form);
    const { do: action, who = "", note: text } = form;
    if (ids.length === 0)
      throw new HttpError(400, "no incident is chosen", "Tick some, then choose what to do.");
    if (action === "mute") return reply.redirect(mutePath(ids, backTo(form.back)), 303);
    const said = { who, note: text };
    return reply.redirect(await work(request, (pool) => done(pool, action, ids, said, form.back)), 303);
  });

  app.get("/incidents/mute", { config: { needs: "read" } }, async (request, reply) => {
    const query = request.query as Fields;
    const ids = chosenOf(query);
    const shown = await work(request, async (pool) => {
      const incidents = (await Promise.all(ids.map((id) => readIncident(pool, id)))).filter(
        (each) => each !== undefined,
      );
      const preview = await previewIncidentMute(pool, ids);
      return { incidents, preview, ofEvents: await eventMute(pool, incidents) };
    });
    return reply.page(mutePage({ ...shown, key: key(), back: backTo(query.back) }));
  });

  app.post(
    "/incidents/mute",
    { config: { needs: "review", audit: "incident.muted" } },
    async (request, reply) => {
      const form = (request.body ?? {}) as Fields;
      formKeys.check(INCIDENTS_FORM, form.key);
      const { days = "", who = "", note: text } = form;
      if (!/^[1-9]\d{0,2}$/.test(days))
        throw new HttpError(400, `a mute ends after so many days, 1 to ${MOST_MUTE_DAYS}`);
      const until = new Date(Date.now() + Number(days) * DAY_MS);
      const acted = await work(request, (pool) => mute(pool, chosenOf(form), until, { who, note: text }));
      return reply.redirect(backTo(form.back, "muted", acted), 303);
    },
  );

  app.get("/incidents/:id", { config: { needs: "read" } }, async (request, reply) => {
    const { id } = request.params as { id: string };
    const shown = await work(request, async (pool) => {
      const incident = await readIncident(pool, id);
      if (!incident)
        throw new HttpError(404, "there is no incident of this number", "Closed ones are kept for 400 days.");
      return {
        incident,
        sources: await sourcesOf(pool, id),
        samples: await samplesOf(pool, id),
        history: await historyOf(pool, id),
        members: await membersOf(pool, id),
        similar: await similarTo(pool, incident),
        tellings: await tellingsOf(pool, id),
        minutes: await minutesOf(pool, incident),
        rule: (await book.entries(pool)).find(({ name }) => name === incident.class)?.rule,
      };
    });
    const said = doneText(request.query as Fields);
    return reply.page(onePage({ ...shown, key: key(), said }));
  });
}

/** What a form can ask for besides a note and a mute. */
const ACTIONS: Readonly<Record<string, { work: typeof acknowledge; done: Done }>> = {
  acknowledge: { work: acknowledge, done: "acknowledged" },
  unmute: { work: unmute, done: "unmuted" },
  close: { work: close, done: "closed" },
};

/** Its name in the audit log; a mute is asked about first. */
function changeOf({ body }: FastifyRequest): string | undefined {
  const { do: action = "" } = (body ?? {}) as Fields;
  if (action === "note") return "incident.noted";
  return Object.hasOwn(ACTIONS, action) ? `incident.${ACTIONS[action]?.done}` : undefined;
}

/** @returns the page to go to */
async function done(
  pool: Pool,
  action: string | undefined,
  ids: string[],
  said: Said,
  back: unknown,
): Promise<string> {
  if (action === "note") {
    for (const id of ids) await note(pool, id, said);
    return backTo(back, "noted");
  }
  const { work, done: name } = (Object.hasOwn(ACTIONS, action ?? "") && ACTIONS[action ?? ""]) || {};
  if (!work || !name) throw new HttpError(400, "it is not said what to do");
  return backTo(back, name, await work(pool, ids, said));
}

/** What is said where no pass runs: an empty list would look like a quiet day. */
function lateText(judgedAt: Date | null): string {
  const what = "`smartlog watch`, `serve` or `start` keeps them: see whether one of them runs.";
  if (judgedAt === null) return `Incidents have never been looked for. ${what}`;
  if (Date.now() - judgedAt.getTime() < LATE_MS) return "";
  return `Incidents were looked for last at ${minute(judgedAt)}: what came since isn't here. ${what}`;
}

/** Of one incident the mute of its events that fits. */
async function eventMute(pool: Pool, incidents: readonly Incident[]) {
  const [incident, ...more] = incidents;
  const given = incident && more.length === 0 ? eventMuteOf(incident) : undefined;
  if (!given) return undefined;
  try {
    const muted = checkedMute(given);
    return { muted, preview: await previewMute(pool, muted) };
  } catch (error) {
    // Too wide a network, or a site that is too long: there is none that fits.
    if ((error as { code?: string }).code === "NOT_MUTED") return undefined;
    throw error;
  }
}

async function refusals<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code = "", message, nextStep } = error as { code?: string; message: string; nextStep?: string };
    const status = REFUSED[code];
    if (status === undefined) throw error;
    throw new HttpError(status, message, nextStep, error);
  }
}
