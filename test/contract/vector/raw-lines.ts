/** Lines as programs write them, and what the module makes of each, bare. */
import { expect } from "vitest";
import type { EnrichedRecord } from "../../../host/event.ts";
import { Filter } from "../../../host/filter.ts";
import { recordOfLine } from "../../../host/record.ts";
import type { Stored } from "../stored.ts";

export const LINES: readonly string[] = [
  '203.0.113.7 - ada [21/Nov/2026:06:19:00 +0000] "GET /a?id=1%27+or+1=1--+ HTTP/1.1" 404 612 "-" "curl/8.5.0"',
  '198.51.100.9 - - [21/Nov/2026:06:19:01 +0000] "GET / HTTP/1.1" 200 5120 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"',
  "2026-11-21 06:19:02,300 [ERROR] payments - card refused | IP: 203.0.113.8 | User: ada | ResponseTime: 12.5ms",
  '{"time":"2026-11-21T06:19:03Z","level":"error","msg":"it \\"broke\\"","service":"cart"}',
  "2026/11/21 06:19:04 [notice] 1#1: start worker process 28",
  "a line of no known form, ünïcode €",
];

/** Messages of programs, without syslog's header. */
export const MESSAGES: readonly { program: string; message: string }[] = [
  { program: "sshd", message: "Failed password for invalid user admin from 203.0.113.99 port 40022 ssh2" },
  {
    program: "sshd",
    message: "Accepted publickey for ada from 198.51.100.4 port 50412 ssh2: ED25519 SHA256:x",
  },
  { program: "sudo", message: "ada : TTY=pts/0 ; PWD=/home/ada ; USER=root ; COMMAND=/usr/bin/id" },
  { program: "cron", message: "(root) CMD (run-parts /etc/cron.hourly)" },
];

/** Where the line has none of these, the record around it has to add none. */
const NEVER_ADDED = ["ip", "user", "method", "path", "status"];
const COMPARED = ["kind", "label", "host", "service", "level", "outcome", ...NEVER_ADDED];

/**
 * Expects one event for each line, and that its fields are what a fresh module makes of the lines bare, one after the other.
 * A level, service or host that the line hasn't may come from the record around it.
 *
 * @param isOf whether a stored record is the line's
 */
export function expectSame(
  events: readonly Stored[],
  lines: readonly string[],
  isOf: (record: Record<string, unknown>, line: string) => boolean,
): void {
  const filter = Filter.load();
  const expected: Record<string, unknown>[] = [];
  const found: Record<string, unknown>[] = [];
  for (const line of lines) {
    const answer = JSON.parse(filter.score(recordOfLine(Buffer.from(line)))) as EnrichedRecord;
    const bare: Record<string, unknown> = { ...answer.smartlog };
    const event = events.find(({ record }) => isOf(record, line))?.event;
    const names = COMPARED.filter((name) => bare[name] !== undefined || NEVER_ADDED.includes(name));
    expected.push({ line, ...Object.fromEntries(names.map((name) => [name, bare[name]])) });
    found.push({ line, ...Object.fromEntries(names.map((name) => [name, event?.[name]])) });
  }
  expect(found).toEqual(expected);
  expect(events.length).toBe(lines.length);
}

/** Access lines of their own clients. */
export function numbered(from: number, count: number): string[] {
  return Array.from(
    { length: count },
    (_, i) =>
      `198.51.100.${(from + i) % 250} - - [21/Nov/2026:06:20:00 +0000] "GET /n/${from + i} HTTP/1.1" 200 5 "-" "Mozilla/5.0 (X11; Linux x86_64)"`,
  );
}
