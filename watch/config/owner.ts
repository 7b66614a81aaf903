/** Who is told of what, when, and how often. */
import * as v from "valibot";
import type { IncidentSeverity } from "../../store/incidents/incident.ts";
import { type QuietHours, quietHours, span, timeOfDay, WEEKDAYS } from "./units.ts";

export interface EscalationStep {
  afterMs: number;
  channels: string[];
}

export interface Digest {
  /** Minutes since midnight. */
  at: number;
  /** The day of the week of the report, 0: Sunday; null for none: then a digest comes only where something waits. */
  weekday: number | null;
}

export interface Owner {
  name: string;
  channels: string[];
  /** The least severity that is told at once; what is below is in the digest. */
  least: IncidentSeverity;
  /** Messages a day; critical ones come always. */
  budget: number;
  quiet: QuietHours | undefined;
  /** What still goes on is told again after this, by severity. */
  repeatMs: Readonly<Partial<Record<IncidentSeverity, number>>>;
  escalation: EscalationStep[];
  escalateLeast: IncidentSeverity;
  recovery: boolean;
  digest: Digest | undefined;
  /** Only incidents that fit one of these; undefined for all that have no owner of their own. */
  only: { classes: string[]; services: string[]; sites: string[] } | undefined;
}

const HOUR_MS = 3_600_000;
/** A critical incident that nobody looks after may be forgotten by lunch, a high one by the next day. */
const REPEAT_MS = { critical: 4 * HOUR_MS, high: 24 * HOUR_MS };
const MOST_STEPS = 5;

const names = v.array(v.string("has to be a list of names"), "has to be a list of names");
const severity = v.picklist(["low", "medium", "high", "critical"], "has to be low, medium, high or critical");
/** `off`, or false, in place of settings: undefined means their defaults. */
const isOff = v.pipe(
  v.union([v.literal("off"), v.literal(false)]),
  v.transform(() => false as const),
);

/** Settings, or off. Which of the two is meant is seen first, so that an error is about what was meant. */
function orOff<Schema extends v.GenericSchema>(schema: Schema) {
  return v.lazy((input) => (input === "off" || input === false ? isOff : schema));
}

const onOff = v.pipe(
  v.union([v.boolean(), v.picklist(["on", "off"])], "has to be on or off"),
  v.transform((value) => value === true || value === "on"),
);

export const ownerSettings = v.strictObject({
  channels: v.pipe(names, v.minLength(1, "names no channel")),
  severity: v.optional(severity, "medium"),
  budget: v.optional(
    v.pipe(
      v.number("has to be a number"),
      v.integer(),
      v.minValue(0),
      v.maxValue(1_000, "may be 1000 at most"),
    ),
    5,
  ),
  quiet_hours: v.optional(quietHours),
  repeat: v.optional(
    orOff(
      v.strictObject({
        low: v.optional(span),
        medium: v.optional(span),
        high: v.optional(span),
        critical: v.optional(span),
      }),
    ),
  ),
  escalation: v.optional(
    v.strictObject({
      severity: v.optional(severity, "critical"),
      steps: v.pipe(
        v.array(v.strictObject({ after: span, channels: v.pipe(names, v.minLength(1, "names no channel")) })),
        v.minLength(1, "has no step"),
        v.maxLength(MOST_STEPS, `may have ${MOST_STEPS} steps`),
      ),
    }),
  ),
  recovery: v.optional(onOff, true),
  digest: v.optional(
    orOff(
      v.strictObject({
        at: v.optional(timeOfDay, "08:00"),
        report: v.optional(
          v.pipe(
            v.union(
              [v.picklist([...WEEKDAYS, "off"]), v.literal(false)],
              "has to be a day of the week, or off",
            ),
            v.transform((day): (typeof WEEKDAYS)[number] | false => (day === "off" ? false : day)),
          ),
          "monday",
        ),
      }),
    ),
    {},
  ),
  only: v.optional(
    v.strictObject({
      classes: v.optional(names, []),
      services: v.optional(names, []),
      sites: v.optional(names, []),
    }),
  ),
});

/** An owner out of what its settings say; all of its defaults where there are none. */
export function ownerOf(name: string, given: v.InferOutput<typeof ownerSettings>): Owner {
  const { escalation, digest } = given;
  return {
    name,
    channels: given.channels,
    least: given.severity,
    budget: given.budget,
    quiet: given.quiet_hours,
    repeatMs: given.repeat === false ? {} : withoutUndefined(given.repeat ?? REPEAT_MS),
    escalation: (escalation?.steps ?? []).map(({ after, channels }) => ({ afterMs: after, channels })),
    escalateLeast: escalation?.severity ?? "critical",
    recovery: given.recovery,
    digest:
      digest === false
        ? undefined
        : { at: digest.at, weekday: digest.report === false ? null : WEEKDAYS.indexOf(digest.report) },
    only: given.only,
  };
}

function withoutUndefined(spans: { [name in IncidentSeverity]?: number | undefined }): Owner["repeatMs"] {
  return Object.fromEntries(Object.entries(spans).filter(([, ms]) => ms !== undefined));
}
