import { iso, rfc3164, zone } from "./clock.ts";
import { hostName } from "./names.ts";
import type { Random } from "./random.ts";
import { magnitude } from "./tokens.ts";

/** How a machine writes the head of its syslog lines: `(time, program, pid) -> everything before the message`. */
export type Header = (time: number, program: string, pid: number | undefined) => string;

/** Severity and facility as in `<PRI>`, for formats that write it. */
const AUTH_PRIORITIES = [38, 86, 85, 84, 37] as const;

/**
 * Draws a machine's header: RFC 3164 mostly, ISO timestamps of newer rsyslog, RFC 5424, with a priority where the
 * line was taken from the network.
 */
export function drawHeader(
  rng: Random,
  host: string = hostName(rng),
  priorities: readonly number[] = AUTH_PRIORITIES,
): Header {
  const priority = rng.pick(priorities);
  const offset = rng.chance(0.6) ? 0 : rng.pick([-300, 60, 120, 180, 480]);
  const tag = (program: string, pid: number | undefined) =>
    pid === undefined ? program : `${program}[${pid}]`;
  const short = host.includes(".") && rng.chance(0.7) ? (host.split(".")[0] as string) : host;
  return rng.weighted<Header>([
    [(time, program, pid) => `${rfc3164(time)} ${short} ${tag(program, pid)}:`, 62],
    [(time, program, pid) => `<${priority}>${rfc3164(time)} ${short} ${tag(program, pid)}:`, 6],
    [(time, program, pid) => `${iso(time, 6, offset, false)} ${short} ${tag(program, pid)}:`, 18],
    [
      (time, program, pid) =>
        `<${priority}>1 ${iso(time, rng.pick([3, 6]), 0)} ${host} ${program} ${pid ?? "-"} - -`,
      9,
    ],
    [
      (time, program, pid) =>
        `${iso(time, 0, offset, false).replace(zone(offset, ":"), zone(offset))} ${short} ${tag(program, pid)}:`,
      4,
    ],
    [(time, program, pid) => `${rfc3164(time)} ${short} ${tag(program, pid)}`, 1],
  ]);
}

/** A process id, as large as this machine's are. */
export const processId = (rng: Random) => magnitude(rng, 400, 3_900_000);
