/** Lines for an input whose own are not at hand. */
import { simulate } from "../../../../simulate/index.ts";

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
  const now = new Date();
  return Array.from(simulate({ kind: "auth", lines: LINES, seed: SEED }), ({ line }) => {
    const [, host = "-", program = "-", pid, message = line] = SYSLOG.exec(line) ?? [];
    const rest = isRfc5424
      ? `1 ${now.toISOString()} ${host} ${program} ${pid ?? "-"} - - ${message}`
      : `${rfc3164Time(now)} ${host} ${program}${pid === undefined ? "" : `[${pid}]`}: ${message}`;
    return `<${PRIORITY}>${rest}`;
  });
}

function rfc3164Time(time: Date): string {
  const [, month, day, , clock] = time
    .toUTCString()
    .replace(/^\w+, (\d+) (\w+)/, "- $2 $1")
    .split(" ");
  return `${month} ${String(Number(day)).padStart(2)} ${clock}`;
}
