import { privateV4, publicV4 } from "../lib/address.ts";
import { fill, type Gaps } from "../lib/fill.ts";
import { capital, login, noun, worldWord } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import type { World } from "../lib/schedule.ts";
import { magnitude } from "../lib/tokens.ts";
import type { SimulatedLine } from "../lib/types.ts";
import { errorLog } from "./error-log.ts";
import { type AppFormat, type AppRecord, drawAppFormat } from "./formats.ts";
import { FAULTS, type Level, MESSAGES } from "./messages.ts";

const SERVICE_NAMES =
  "{{noun}-service|{noun}-api|{noun}-{worker|gateway|backend|frontend|scheduler|consumer}|{Noun}Service|{Noun}{Api|Worker|Manager|Engine|Controller}|{brand}|{noun}|{snake}|{user|order|payment|auth|cart|search|email|inventory|billing|report|notification|catalog|shipping|session|media|chat}{-service|Service||-svc|_service}|api-gateway|web|worker|{AUTH|DB|API|CACHE|PAYMENT}}";

/** One application with its own format and things to talk about; every fifth or so is a web server's error log. */
export function service(rng: Random, sessions?: number): World {
  if (rng.chance(0.2)) return errorLog(rng, sessions);
  const name = fill(rng, SERVICE_NAMES);
  const format = drawAppFormat(rng, name);
  const things = [noun(rng), noun(rng), noun(rng)] as const;
  const gaps: Gaps = {
    thing: (r) => r.pick(things),
    Thing: (r) => capital(r.pick(things)),
    svc: (r) => `${r.pick(things)}-service`,
    proj: name.slice(0, 4).toUpperCase(),
    Camel: (r) => capital(noun(r)) + capital(noun(r)),
    worldword: (r) => worldWord(r),
  };
  const vocabulary = draftVocabulary(rng);
  const users = Array.from({ length: rng.int(3, 60) }, () =>
    rng.chance(0.8) ? login(rng) : rng.pick(["anonymous", "-", "guest", "system", `${rng.int(1, 9999)}`]),
  );
  const latency = 2 ** rng.normal(5, 1.5);
  const faults = 0.004 * Math.exp(rng.normal(0, 1));
  const gap = 2 ** rng.normal(1.5, 2);
  const app: App = { name, format, gaps, vocabulary, users, latency, inside: rng.chance(0.5) };
  return {
    gap: () => gap,
    session: (start) => {
      const own = rng.fork("session");
      return own.chance(faults) ? fault(own, app, start) : request(own, app, start);
    },
    ...(sessions === undefined ? {} : { sessions: sessions * 3 }),
  };
}

interface App {
  name: string;
  format: AppFormat;
  gaps: Gaps;
  vocabulary: readonly (readonly [level: Level, template: string])[];
  users: readonly string[];
  latency: number;
  inside: boolean;
}

/** What this application says: some dozens of templates, the ordinary warnings and errors among them. */
function draftVocabulary(rng: Random): (readonly [Level, string])[] {
  const chatty = rng.chance(0.3);
  const counts = {
    DEBUG: chatty ? rng.int(4, 10) : 0,
    INFO: rng.int(6, 24),
    WARN: rng.int(1, 6),
    ERROR: rng.int(0, 3),
  } as const;
  const said: (readonly [Level, string])[] = [];
  for (const level of ["DEBUG", "INFO", "WARN", "ERROR"] as const) {
    for (let i = 0; i < counts[level]; i++) said.push([level, rng.pick(MESSAGES[level])]);
  }
  return said;
}

function* request(rng: Random, app: App, start: number): Generator<SimulatedLine, void> {
  const ip = app.inside ? privateV4(rng) : publicV4(rng);
  const user = rng.pick(app.users);
  const count = rng.weighted([
    [1, 60],
    [rng.int(2, 6), 40],
  ]);
  let time = start;
  for (let i = 0; i < count; i++) {
    const [level, template] = rng.pick(app.vocabulary);
    // Warnings and errors are in the vocabulary, but said less often.
    if (level !== "INFO" && level !== "DEBUG" && rng.chance(0.6)) continue;
    const ms = Math.max(1, Math.round(app.latency * Math.exp(rng.normal(0, 0.8))));
    yield said(rng, app, { time, level, message: fill(rng, template, app.gaps), ip, user, ms }, undefined);
    time += rng.exponential(0.3);
  }
}

const STACK = [
  "\tat com.{brand}.{noun}.{Class}.{camel}({Class}.java:{count})",
  '  File "/app/{noun}/{snake}.py", line {count}, in {snake}',
  "    at {camel} (/app/{noun}/{noun}.js:{n}:{n})",
  "   at {Class}.{Class}() in /src/{Class}.cs:line {count}",
];

/** Something breaks: a burst of messages that this application doesn't say otherwise. */
function* fault(rng: Random, app: App, start: number): Generator<SimulatedLine, void> {
  const { name, level, lines } = rng.pick(FAULTS);
  const templates = [rng.pick(lines), rng.pick(lines), rng.pick(lines)];
  const count = rng.weighted([
    [1, 25],
    [rng.int(2, 8), 50],
    [rng.int(10, 60), 25],
  ]);
  const pace = rng.pick([0.02, 0.5, 3]);
  const trace = rng.pick(STACK);
  let time = start;
  for (let i = 0; i < count; i++) {
    const ip = app.inside ? privateV4(rng) : publicV4(rng);
    const ms = magnitude(rng, 100, 60_000);
    const stack = rng.chance(0.4)
      ? Array.from({ length: rng.int(2, 6) }, () => fill(rng, trace)).join("\n")
      : undefined;
    yield said(
      rng,
      app,
      {
        time,
        level: rng.chance(0.9) ? level : "ERROR",
        message: fill(rng, rng.pick(templates), app.gaps),
        ip,
        user: rng.pick(app.users),
        ms,
        ...(stack === undefined ? {} : { stack }),
      },
      name,
    );
    time += rng.exponential(pace);
  }
}

function said(rng: Random, app: App, record: AppRecord, faultName: string | undefined): SimulatedLine {
  return {
    // A trace inside plain text would break the line in two; shippers join them with such a mark.
    line: app.format(rng, record).replace(/\n/g, " ⏎ "),
    time: record.time,
    kind: "app",
    label: faultName ? "anomaly" : "normal",
    bot: 0,
    threat: 0,
    anomaly: faultName ? 1 : 0,
    type: faultName ?? "app",
    actor: app.name,
  };
}
