/** Lines for an input whose own are not at hand. */
import { simulate } from "../../../../simulate/index.ts";

const LINES = 20;
const SEED = 11;
const PRIORITY = 38;
/** `Jan  5 08:00:00 host program[1]: message` */
const RFC_3164 = /^\S+ +\d+ [\d:]+ (\S+) ([^:[\s]+)(?:\[(\d+)\])?: (.*)$/;

export function webLines(): string[] {
  return Array.from(simulate({ kind: "web", lines: LINES, seed: SEED }), ({ line }) => line);
}

/** Logins in syslog, with the priority in front, as a relay sends them. */
export function syslogLines(isRfc5424: boolean): string[] {
  const lines = Array.from(simulate({ kind: "auth", lines: LINES, seed: SEED }), ({ line }) => line);
  return lines.map((line) => `<${PRIORITY}>${isRfc5424 ? rfc5424(line) : line}`);
}

function rfc5424(line: string): string {
  const [, host = "-", program = "-", pid = "-", message = line] = RFC_3164.exec(line) ?? [];
  return `1 ${new Date().toISOString()} ${host} ${program} ${pid} - - ${message}`;
}
