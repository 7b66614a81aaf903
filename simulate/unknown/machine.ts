import { dashedMicros, day, hour, iso, rfc3164, spaced, three } from "../clock.ts";
import { fill, type Gaps } from "../fill.ts";
import { hostName, noun } from "../names.ts";
import type { Random } from "../random.ts";
import type { World } from "../schedule.ts";
import { hex } from "../tokens.ts";
import type { SimulatedLine } from "../types.ts";
import { bytes } from "../web/noise.ts";
import { FATALS, ORDINARY, type Said, WARNINGS } from "./messages.ts";

type Severity = "ordinary" | "warning" | "fatal";

interface Line {
  time: number;
  severity: Severity;
  component: string;
  message: string;
  node: string;
}

/** How this machine spells its levels. */
const LEVELS: readonly Readonly<Record<Severity, readonly string[]>>[] = [
  {
    ordinary: ["INFO"],
    warning: ["WARNING", "WARN"],
    fatal: ["FATAL", "FATAL", "FAILURE", "SEVERE", "ERROR"],
  },
  { ordinary: ["INFO", "INFO", "DEBUG"], warning: ["WARN"], fatal: ["ERROR", "FATAL"] },
  { ordinary: ["I"], warning: ["W"], fatal: ["E", "F"] },
  { ordinary: ["info", "notice"], warning: ["warning"], fatal: ["err", "crit", "alert", "emerg"] },
  { ordinary: ["<6>"], warning: ["<4>"], fatal: ["<3>", "<2>"] },
  { ordinary: ["-"], warning: ["!"], fatal: ["!!"] },
  { ordinary: ["Information"], warning: ["Warning"], fatal: ["Error", "Critical"] },
  { ordinary: [""], warning: [""], fatal: [""] },
];

type Layout = (rng: Random, line: Line, level: string) => string;

const LAYOUTS: readonly (readonly [Layout, number])[] = [
  [
    (_, l, level) =>
      `${Math.floor(l.time)} ${day(l.time, "dotted")} ${l.node} ${dashedMicros(l.time)} ${l.node} RAS ${l.component} ${level} ${l.message}`,
    24,
  ],
  [(_, l, level) => `${dashedMicros(l.time)} ${l.node} RAS ${l.component} ${level} ${l.message}`, 6],
  [
    (rng, l, level) =>
      `${day(l.time, "short")} ${hour(l.time, false)} ${rng.int(1, 4000)} ${level} ${l.component}: ${l.message}`,
    8,
  ],
  [
    (rng, l, level) =>
      `${spaced(l.time, ",")} ${level} [${rng.pick(["main", "AsyncDispatcher event handler", `IPC Server handler ${rng.int(0, 29)} on ${rng.int(30000, 65000)}`, `Thread-${rng.int(1, 90)}`])}] ${l.component}: ${l.message}`,
    10,
  ],
  [(_, l, level) => `${spaced(l.time, ",")} - ${level} [${l.component}] - ${l.message}`, 5],
  [
    (_, l, level) =>
      `${day(l.time, "short").replace(/(..)(..)(..)/, "$1/$2/$3")} ${hour(l.time)} ${level} ${l.component}: ${l.message}`,
    5,
  ],
  [
    (rng, l, level) =>
      `${l.component}.log.${day(l.time)}_${hour(l.time)} ${spaced(l.time, ".")} ${rng.int(1000, 30000)} ${level} ${l.component} [-] ${l.message}`,
    3,
  ],
  [
    (_, l, level) =>
      `- ${Math.floor(l.time)} ${day(l.time, "dotted")} ${l.node} ${rfc3164(l.time)} ${l.node}/${l.node} ${l.component}: ${level ? `${level} ` : ""}${l.message}`,
    6,
  ],
  [
    (rng, l, level) =>
      `${rng.int(1, 3_000_000)} ${l.node} ${l.component} ${noun(rng)} ${Math.floor(l.time)} ${rng.int(0, 3)} ${level} ${l.message}`,
    5,
  ],
  [
    (_, l, level) =>
      `${spaced(l.time).replace(/-/g, "")}:${three(Math.floor((l.time % 1) * 1000))}|${l.component}|${level}|${l.message}`,
    4,
  ],
  [
    (_, l, level) =>
      `${hour(l.time)}.${three(Math.floor((l.time % 1) * 1000))} ${level} ${l.component} ${l.message}`,
    4,
  ],
  [(_, l, level) => `[${Math.floor(l.time)}] ${level}: (${l.component}) ${l.message}`, 3],
  [(_, l, level) => `${l.node};${iso(l.time, 3)};${level};${l.component};"${l.message}"`, 3],
  [
    (_, l, level) =>
      `${spaced(l.time)}, ${level.padEnd(9)} ${l.component.slice(0, 6).padEnd(6)} ${l.message}`,
    3,
  ],
  [
    (rng, l, level) =>
      `<event ts="${Math.floor(l.time)}" lvl="${level}" src="${l.component}" id="${hex(rng, 8)}">${l.message.replace(/[<>&]/g, " ")}</event>`,
    2,
  ],
  [(_, l) => l.message, 3],
];

/** Lines that are no log line at all: traces, tables, rulers, scraps, bytes. */
const SCRAPS = [
  "\tat {com|org}.{brand}.{noun}.{Class}.{camel}({Class}.java:{count})",
  "Caused by: java.io.IOException: {sentence}",
  "Traceback (most recent call last):",
  '  File "/usr/lib/python3/dist-packages/{noun}/{snake}.py", line {count}, in {snake}',
  "    {snake} = {snake}.{snake}({snake}={n})",
  "\t... {n} more",
  "----------------------------------------",
  "========== {NOUN} {NOUN} ==========",
  "{noun},{noun},{noun},{noun}",
  "{n};{float};{float};{noun}",
  "| {noun} | {n} | {float} |",
  '<{noun} id="{id}"><{noun}>{sentence}</{noun}></{noun}>',
  "{hex:8}  {hex:2} {hex:2} {hex:2} {hex:2} {hex:2} {hex:2} {hex:2} {hex:2}  {hex:2} {hex:2} {hex:2} {hex:2}",
  "{sentence}",
  "{sentence}. {sentence}.",
  "{Noun}: {n}",
  "{snake}={n} {snake}={float}",
  "{worldpct}",
  "{world} {world} {n}",
  "[{n}/{n}] {Verb}ing {noun}...",
  "{pct}% |{##########          |####################|#####               }| {n}/{n}",
  "+{az:4}",
  "}",
  "{b64:60}",
  ">>> {camel}({n})",
  "$ {verb} --{noun}={id} {file}",
  "{year}",
  "{noun} {noun} {noun} {noun}",
  "...",
  "#{n} 0x{hex:16} in {snake} ({snake}=0x{hex:12}) at {noun}.c:{count}",
] as const;

/** A machine that writes a format of its own: calm for long, then a burst of fatal messages. */
export function foreignMachine(rng: Random, sessions?: number): World {
  const layout = rng.weighted(LAYOUTS);
  const levels = rng.pick(LEVELS);
  const components = Array.from({ length: rng.int(2, 7) }, () => rng.pick(ORDINARY));
  const shape = rng.int(0, 4);
  const node = (r: Random): string => {
    if (shape === 0) return fill(r, "R{0..7}{0..9}-M{0|1}-N{0..9}-{C|I}:J{0..18}-U{01|11}");
    if (shape === 1) return fill(r, "{node|cn|tbird-|an|sadmin|c}{1..999}");
    if (shape === 2) return fill(r, "node-{0..255}");
    if (shape === 3) return fill(r, "c{0..15}-{0..3}c{0..2}s{0..7}n{0..3}");
    return r.chance(0.1) ? hostName(r) : fill(r, "{noun}{n}");
  };
  const gaps: Gaps = { node };
  const junk = rng.chance(0.2) ? rng.float() * 0.3 : 0.01;
  const faults = 0.008 * Math.exp(rng.normal(0, 1));
  const warnings = rng.float() * 0.06;
  const gap = 2 ** rng.normal(3, 2);
  const name = fill(rng, "{noun}-machine");

  const write = (
    own: Random,
    time: number,
    severity: Severity,
    [component, message]: Said,
    at: string,
  ): SimulatedLine => {
    const line: Line = {
      time,
      severity,
      component: fill(own, component, gaps),
      message: fill(own, message, gaps),
      node: at,
    };
    const anomaly = severity === "fatal" ? 1 : 0;
    return {
      line: layout(own, line, own.pick(levels[severity])),
      time,
      kind: "unknown",
      label: anomaly ? "anomaly" : "normal",
      bot: 0,
      threat: 0,
      anomaly,
      type: severity,
      actor: name,
    };
  };

  function* episode(own: Random, start: number): Generator<SimulatedLine, void> {
    let time = start;
    if (own.chance(junk)) {
      const scraps = own.int(1, 8);
      for (let i = 0; i < scraps; i++) {
        const text = own.chance(0.04)
          ? bytes(own, own.int(4, 60)).replace(/[\r\n]/g, "?")
          : fill(own, own.pick(SCRAPS));
        yield {
          line: text,
          time,
          kind: "unknown",
          label: "normal",
          bot: 0,
          threat: 0,
          anomaly: 0,
          type: "scrap",
          actor: name,
        };
      }
      return;
    }
    if (own.chance(faults)) {
      const said = own.pick(FATALS);
      const at = node(own);
      const spreads = own.chance(0.5);
      const count = own.weighted([
        [1, 30],
        [own.int(2, 15), 50],
        [own.int(20, 100), 20],
      ]);
      const pace = own.pick([0.001, 0.05, 2]);
      for (let i = 0; i < count; i++) {
        yield write(own, time, "fatal", own.chance(0.95) ? said : own.pick(FATALS), spreads ? node(own) : at);
        time += own.exponential(pace);
      }
      return;
    }
    const warning = own.chance(warnings);
    const said = warning ? own.pick(WARNINGS) : own.chance(0.97) ? own.pick(components) : own.pick(ORDINARY);
    const count = own.weighted([
      [1, 50],
      [own.int(2, 6), 40],
      [own.int(10, 40), 10],
    ]);
    const at = node(own);
    for (let i = 0; i < count; i++) {
      yield write(own, time, warning ? "warning" : "ordinary", said, own.chance(0.5) ? at : node(own));
      time += own.exponential(0.5);
    }
  }

  return {
    gap: () => gap,
    session: (start) => episode(rng.fork("session"), start),
    ...(sessions === undefined ? {} : { sessions }),
  };
}
