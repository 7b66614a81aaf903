/** Lines for an input whose own are not at hand. */
import { simulate } from "../../../../simulate/index.ts";
import { iso, rfc3164 } from "../../../../simulate/lib/clock.ts";

const LINES = 20;
const SEED = 11;
const PRIORITY = 38;
/** `Jan  5 08:00:00 host program[1]: message`, or with a time as in ISO 8601 */
const SYSLOG = /^(?:\w+ +\d+ [\d:]+|\d\S+) (\S+) ([^:[\s]+)(?:\[(\d+)\])?: (.*)$/;

export function webLines(): string[] {
  return Array.from(simulate({ kind: "web", lines: LINES, seed: SEED }), ({ line }) => line);
}

/** Logins in syslog, with the priority in front, as a relay sends them. */
export function syslogLines(isRfc5424: boolean): string[] {
  const now = Date.now();
  return Array.from(simulate({ kind: "auth", lines: LINES, seed: SEED }), ({ line }) => {
    const [, host = "-", program = "-", pid, message = line] = SYSLOG.exec(line) ?? [];
    const rest = isRfc5424
      ? `1 ${iso(now / 1000)} ${host} ${program} ${pid ?? "-"} - - ${message}`
      : `${rfc3164(now / 1000)} ${host} ${program}${pid === undefined ? "" : `[${pid}]`}: ${message}`;
    return `<${PRIORITY}>${rest}`;
  });
}
