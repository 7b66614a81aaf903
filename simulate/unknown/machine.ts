import { dashedMicros, day, hour, iso, rfc3164, spaced, three } from "../lib/clock.ts";
import { fill, type Gaps } from "../lib/fill.ts";
import { hostName, noun } from "../lib/names.ts";
import { bytes } from "../lib/noise.ts";
import type { Random } from "../lib/random.ts";
import type { World } from "../lib/schedule.ts";
import { hex } from "../lib/tokens.ts";
import type { SimulatedLine } from "../lib/types.ts";
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

/** What one machine's log looks like, and how often it is ill. */
interface Machine {
  name: string;
  layout: Layout;
  levels: Record<Severity, readonly string[]>;
  /** What it says most. */
  components: readonly Said[];
  node: (rng: Random) => string;
  /** Shares of episodes. */
  scraps: number;
  faults: number;
  warnings: number;
}

/** A machine that writes a format of its own: calm for long, then a burst of fatal messages. */
export function foreignMachine(rng: Random, sessions?: number): World {
  const layout = rng.weighted(LAYOUTS);
  const levels = rng.pick(LEVELS);
  const components = Array.from({ length: rng.int(2, 7) }, () => rng.pick(ORDINARY));
  const node = nodeNames(rng.int(0, 4));
  const scraps = rng.chance(0.2) ? rng.float() * 0.3 : 0.01;
  const faults = 0.008 * Math.exp(rng.normal(0, 1));
  const warnings = rng.float() * 0.06;
  const gap = 2 ** rng.normal(3, 2);
  const name = fill(rng, "{noun}-machine");
  const machine: Machine = { name, layout, levels, components, node, scraps, faults, warnings };
  return {
    gap: () => gap,
    session: (start) => episode(rng.fork("session"), machine, start),
    ...(sessions === undefined ? {} : { sessions }),
  };
}

/** How nodes are named: as on Blue Gene, clusters of one word, numbered nodes, Cray cabinets, or hosts. */
function nodeNames(shape: number): (rng: Random) => string {
  return (rng) => {
    if (shape === 0) return fill(rng, "R{0..7}{0..9}-M{0|1}-N{0..9}-{C|I}:J{0..18}-U{01|11}");
    if (shape === 1) return fill(rng, "{node|cn|tbird-|an|sadmin|c}{1..999}");
    if (shape === 2) return fill(rng, "node-{0..255}");
    if (shape === 3) return fill(rng, "c{0..15}-{0..3}c{0..2}s{0..7}n{0..3}");
    return rng.chance(0.1) ? hostName(rng) : fill(rng, "{noun}{n}");
  };
}

function* episode(rng: Random, machine: Machine, start: number): Generator<SimulatedLine, void> {
  if (rng.chance(machine.scraps)) yield* scraps(rng, machine, start);
  else if (rng.chance(machine.faults)) yield* fault(rng, machine, start);
  else yield* routine(rng, machine, start);
}

/** What is no message at all: separators, dumps, bytes. */
function* scraps(rng: Random, { name }: Machine, time: number): Generator<SimulatedLine, void> {
  const count = rng.int(1, 8);
  for (let i = 0; i < count; i++) {
    const line = rng.chance(0.04)
      ? bytes(rng, rng.int(4, 60)).replace(/[\r\n]/g, "?")
      : fill(rng, rng.pick(SCRAPS));
    yield { line, time, ...labelled("normal", "scrap", name) };
  }
}

/** A burst of fatal messages, of one node or of several. */
function* fault(rng: Random, machine: Machine, start: number): Generator<SimulatedLine, void> {
  let time = start;
  const said = rng.pick(FATALS);
  const at = machine.node(rng);
  const spreads = rng.chance(0.5);
  const count = rng.weighted([
    [1, 30],
    [rng.int(2, 15), 50],
    [rng.int(20, 100), 20],
  ]);
  const pace = rng.pick([0.001, 0.05, 2]);
  for (let i = 0; i < count; i++) {
    const message = rng.chance(0.95) ? said : rng.pick(FATALS);
    yield write(rng, machine, time, "fatal", message, spreads ? machine.node(rng) : at);
    time += rng.exponential(pace);
  }
}

/** Ordinary messages, or warnings. */
function* routine(rng: Random, machine: Machine, start: number): Generator<SimulatedLine, void> {
  let time = start;
  const isWarning = rng.chance(machine.warnings);
  const said = isWarning
    ? rng.pick(WARNINGS)
    : rng.chance(0.97)
      ? rng.pick(machine.components)
      : rng.pick(ORDINARY);
  const count = rng.weighted([
    [1, 50],
    [rng.int(2, 6), 40],
    [rng.int(10, 40), 10],
  ]);
  const at = machine.node(rng);
  for (let i = 0; i < count; i++) {
    const severity = isWarning ? "warning" : "ordinary";
    yield write(rng, machine, time, severity, said, rng.chance(0.5) ? at : machine.node(rng));
    time += rng.exponential(0.5);
  }
}

function write(
  rng: Random,
  { layout, levels, node, name }: Machine,
  time: number,
  severity: Severity,
  [component, message]: Said,
  at: string,
): SimulatedLine {
  const gaps: Gaps = { node };
  const line: Line = {
    time,
    severity,
    component: fill(rng, component, gaps),
    message: fill(rng, message, gaps),
    node: at,
  };
  return {
    line: layout(rng, line, rng.pick(levels[severity])),
    time,
    ...labelled(severity === "fatal" ? "anomaly" : "normal", severity, name),
  };
}

function labelled(
  label: "normal" | "anomaly",
  type: string,
  actor: string,
): Omit<SimulatedLine, "line" | "time"> {
  const anomaly = label === "anomaly" ? 1 : 0;
  return { kind: "unknown", label, bot: 0, threat: 0, anomaly, type, actor };
}
