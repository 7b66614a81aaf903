import { klog } from "../lib/clock.ts";
import { fill, type Gaps } from "../lib/fill.ts";
import { drawHeader, type Header, processId } from "../lib/header.ts";
import { brand, hostName, noun } from "../lib/names.ts";
import type { Random } from "../lib/random.ts";
import type { World } from "../lib/schedule.ts";
import type { SimulatedLine } from "../lib/types.ts";
import { FAULTS, type Message, ORDINARY } from "./messages.ts";

const PRIORITIES = [6, 13, 14, 29, 30, 46, 78, 86] as const;
/** A machine runs so many kinds of service. */
const SERVICES = { least: 5, most: 16 };

/** A Linux (or BSD, or Mac) machine's system log: its own services, now and then a fault that shows in several lines. */
export function machine(rng: Random, sessions?: number): World {
  const host = hostName(rng);
  const header = drawHeader(rng, host, PRIORITIES);
  const services = Array.from({ length: rng.int(SERVICES.least, SERVICES.most) }, () => rng.pick(ORDINARY));
  const up = rng.chance(0.7) ? rng.int(1, 30_000_000) : undefined;
  const nic = rng.pick(["eth0", "ens3", "enp0s31f6", "eno1", "ens192", "wlp2s0", "eth1"]);
  const disk = rng.pick(["sda", "sdb", "sdc", "vda", "xvda", "nvme0n1", "hda"]);
  const units = Array.from(
    { length: 6 },
    () =>
      `${rng.chance(0.5) ? noun(rng) : brand(rng)}${rng.pick([".service", ".service", ".timer", ".mount", ".socket", "@1.service"])}`,
  );
  const first = { time: 0 };
  const gaps: Gaps = {
    nic,
    dev: (r) => (r.chance(0.8) ? disk : r.pick(["sda", "sdb", "vdb", "dm-0"])),
    unit: (r) => r.pick(units),
  };
  const faults = 0.006 * Math.exp(rng.normal(0, 1));
  const gap = 2 ** rng.normal(4, 2);
  return {
    gap: () => gap,
    session: (start) => {
      first.time ||= start;
      const stamp = up === undefined ? "" : `[${(up + start - first.time).toFixed(6).padStart(12)}] `;
      const own = rng.fork("session");
      const own2: Gaps = { ...gaps, up: stamp };
      return own.chance(faults)
        ? fault(own, host, header, own2, start)
        : ordinary(own, host, header, own2, services, start);
    },
    ...(sessions === undefined ? {} : { sessions }),
  };
}

function line(
  rng: Random,
  host: string,
  header: Header,
  gaps: Gaps,
  [tag, message]: Message,
  time: number,
  pid: number,
  faulty: boolean,
): SimulatedLine {
  const named = fill(rng, tag);
  const [, program = named, bracket] = /^(.*?)(\[\d*\])?$/.exec(named) ?? [];
  const head = header(
    time,
    program,
    bracket === undefined ? undefined : bracket === "[]" ? pid : Number(bracket.slice(1, -1)),
  );
  return {
    line: `${head} ${fill(rng, message, { ...gaps, klog: klog(time) })}`,
    time,
    kind: "syslog",
    label: faulty ? "anomaly" : "normal",
    bot: 0,
    threat: 0,
    anomaly: faulty ? 1 : 0,
    type: faulty ? "fault" : "system",
    actor: host,
  };
}

/** A service says one thing or a few. */
function* ordinary(
  rng: Random,
  host: string,
  header: Header,
  gaps: Gaps,
  services: readonly Message[],
  start: number,
): Generator<SimulatedLine, void> {
  const message = rng.chance(0.97) ? rng.pick(services) : rng.pick(ORDINARY);
  const pid = processId(rng);
  const count = rng.weighted([
    [1, 60],
    [2, 20],
    [rng.int(3, 9), 20],
  ]);
  let time = start;
  for (let i = 0; i < count; i++) {
    yield line(rng, host, header, gaps, message, time, pid, false);
    time += rng.exponential(0.5);
  }
}

/** A fault: the same trouble in several lines within seconds, sometimes for minutes. */
function* fault(
  rng: Random,
  host: string,
  header: Header,
  gaps: Gaps,
  start: number,
): Generator<SimulatedLine, void> {
  const message = rng.pick(FAULTS);
  const pid = processId(rng);
  const count = rng.weighted([
    [1, 30],
    [rng.int(2, 8), 50],
    [rng.int(10, 60), 20],
  ]);
  const pace = rng.pick([0.01, 0.5, 5]);
  let time = start;
  for (let i = 0; i < count; i++) {
    yield line(rng, host, header, gaps, rng.chance(0.9) ? message : rng.pick(FAULTS), time, pid, true);
    time += rng.exponential(pace);
  }
}
