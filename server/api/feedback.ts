/** POST /v1/feedback: what an event really is, and that such events raise no alarm: the event page's two forms. */
import type { FastifyInstance } from "fastify";
import type { Pool, PoolClient } from "pg";
import * as v from "valibot";
import { LABELS } from "../../host/event.ts";
import { MUTE_FIELDS } from "../../host/mute.ts";
import { MAX_NAME_CHARACTERS, MAX_NOTE_CHARACTERS, saveAnnotation } from "../../store/annotations.ts";
import { readEvent } from "../../store/events/event.ts";
import { findEvent, isEventId } from "../../store/events/find.ts";
import {
  addMute,
  DEFAULT_MUTE_DAYS,
  MAX_MUTE_NOTE_CHARACTERS,
  MOST_MUTE_DAYS,
} from "../../store/mutes/mutes.ts";
import { checkedEnd, checkedMute, defaultNames, mutedText, namedBy } from "../../store/mutes/what.ts";
import type { AuditLog } from "../access/audit-log.ts";
import type { Database } from "../database/database.ts";
import { HttpError } from "../http/error.ts";
import { EVENT_ID } from "./schema/event.ts";
import { array, count, example, object, oneOf, operation, text, time } from "./schema/schema.ts";

const DAY_MS = 86_400_000;
const MAX_BYTES = 65_536;
/** Codes of what can be mended. */
const REFUSED: Readonly<Record<string, number>> = {
  NO_SUCH_EVENT: 404,
  OWN_EVENT: 409,
  NOT_MUTED: 400,
  MUTES_FULL: 409,
};

const days = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_MUTE_DAYS));
const Feedback = v.strictObject({
  event: v.pipe(v.string(), v.check(isEventId, "an event's id is 16 hex digits")),
  at: v.optional(v.pipe(v.string(), v.isoTimestamp("at is the event's time, as 2026-11-30T22:17:00Z"))),
  who: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, "who says it is needed"),
    v.maxLength(MAX_NAME_CHARACTERS),
  ),
  note: v.optional(v.pipe(v.string(), v.maxLength(MAX_NOTE_CHARACTERS)), ""),
  label: v.optional(v.picklist(LABELS)),
  mute: v.optional(
    v.strictObject({
      by: v.optional(v.pipe(v.array(v.picklist(MUTE_FIELDS)), v.minLength(1))),
      days: v.optional(days, DEFAULT_MUTE_DAYS),
    }),
  ),
});
type Given = v.InferOutput<typeof Feedback>;

const BODY = object(
  {
    event: EVENT_ID,
    at: time("The event's time: finds it at once."),
    who: {
      type: "string",
      minLength: 1,
      maxLength: MAX_NAME_CHARACTERS,
      description:
        "Who says it: needed where the server asks for no login. Elsewhere the login says it, whatever stands here.",
    },
    note: { type: "string", maxLength: MAX_NOTE_CHARACTERS, description: "Why." },
    label: oneOf(LABELS, "What it really is: the next training learns from it."),
    mute: object(
      {
        by: {
          ...array(oneOf(MUTE_FIELDS)),
          description: "What of it: all has to fit. Left out: what its page proposes.",
        },
        days: {
          type: "integer",
          minimum: 1,
          maximum: MOST_MUTE_DAYS,
          description: `${DEFAULT_MUTE_DAYS} where it is left out.`,
        },
      },
      ["by", "days"],
    ),
  },
  ["at", "who", "note", "label", "mute"],
);

const SCHEMA = operation({
  id: "giveFeedback",
  tag: "events",
  summary: "Says what an event really is, or mutes such events",
  description: "At least one of `label` and `mute`. Both are saved, or neither.",
  body: {
    "application/json": example(
      BODY,
      { event: "00000000000000ff", label: "attack", who: "Ann", note: "seen in the proxy's log, too" },
      {
        event: "00000000000000ff",
        mute: { by: ["template", "source"], days: 7 },
        who: "Ann",
        note: "our own scanner",
      },
    ),
  },
  answers: {
    201: {
      description: "What was saved.",
      content: {
        "application/json": object(
          {
            event: text("Its id."),
            label: object({ id: text("The correction's number."), label: oneOf(LABELS) }),
            mute: object({
              id: count("Its number, by which it is undone."),
              hides: text("What it hides."),
              until: time("Its end."),
            }),
          },
          ["label", "mute"],
        ),
      },
    },
  },
});

export interface FeedbackParts {
  log: AuditLog;
  /** Told that a mute was made: it acts once the module has it. */
  changed(): void;
}

export function addFeedback(app: FastifyInstance, database: Database, { log, changed }: FeedbackParts): void {
  app.register(async (routes) => {
    routes.removeAllContentTypeParsers();
    // Of any type: curl calls JSON a form unless it is told otherwise. An object before the handler: a login says `who` of it.
    routes.addContentTypeParser(
      "*",
      { parseAs: "string", bodyLimit: MAX_BYTES },
      async (_request: unknown, body: string | Buffer) => jsonOf(String(body)),
    );
    routes.post(
      "/v1/feedback",
      { config: { needs: "review", audit: false }, schema: SCHEMA },
      async (request, reply) => {
        const given = readFeedback(request.body);
        const saved = await database.forViewer(request.raw.socket, (pool) => save(pool, given));
        const about = { event: given.event, note: given.note };
        if (saved.label) await log.done(request, "event.labelled", { ...about, label: saved.label.label });
        if (saved.mute) await log.done(request, "mute.added", { ...about, hides: saved.mute.hides });
        if (saved.mute) changed();
        return reply.code(201).send({ event: given.event, ...saved });
      },
    );
  });
}

/** @throws HttpError 400 */
function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new HttpError(
      400,
      "the body is no JSON",
      'Send {"event":"…","label":"normal","who":"Ann"}.',
      cause,
    );
  }
}

/** @throws HttpError 400 */
function readFeedback(body: unknown): Given {
  const read = v.safeParse(Feedback, body ?? null);
  if (!read.success) {
    const [issue] = read.issues;
    const path = v.getDotPath(issue) ?? "the body";
    throw new HttpError(400, `${path}: ${issue.message}`, "The page /api says what it may hold.");
  }
  if (!read.output.label && !read.output.mute)
    throw new HttpError(
      400,
      "neither a label nor a mute is given",
      `A label is one of ${LABELS.join(", ")}.`,
    );
  return read.output;
}

/** Both in one transaction. @throws HttpError 400, 404, 409 */
async function save(pool: Pool, { event: id, at, who, note, label, mute }: Given) {
  const ms = at === undefined ? undefined : Date.parse(at);
  const client = await pool.connect();
  try {
    await client.query("begin");
    const saved = {
      ...(label
        ? { label: { id: await saveAnnotation(client, id, { label, annotator: who, note }, ms), label } }
        : {}),
      ...(mute ? { mute: await muteLike(client, id, ms, { ...mute, who, note }) } : {}),
    };
    await client.query("commit");
    return saved;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    const { code = "", message, nextStep } = error as { code?: string; message: string; nextStep?: string };
    const status = REFUSED[code];
    throw status === undefined ? error : new HttpError(status, message, nextStep, error);
  } finally {
    client.release();
  }
}

async function muteLike(
  db: PoolClient,
  id: string,
  at: number | undefined,
  { by, days, who, note }: NonNullable<Given["mute"]> & { who: string; note: string },
) {
  const [eventKey, event] = [await findEvent(db, id, at), await readEvent(db, id, at, 1)];
  if (!eventKey || !event)
    throw new HttpError(404, "there is no event of this id", "It may be older than what is kept.");
  const muted = checkedMute(namedBy(event, by ?? defaultNames(event)));
  const until = checkedEnd(new Date(Date.now() + days * DAY_MS));
  const added = await addMute(db, {
    ...muted,
    until,
    note: note.slice(0, MAX_MUTE_NOTE_CHARACTERS),
    who,
    eventKey,
  });
  return { id: added.id, hides: mutedText(added), until };
}
