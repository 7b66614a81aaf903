/** Lines of programs that inputs bring, and what the filter makes of each in Node. */
import type { EnrichedRecord } from "../../../host/event.ts";
import { Filter } from "../../../host/filter.ts";
import { recordOfLine } from "../../../host/record.ts";

export const ACCESS =
  '203.0.113.7 - ada [21/Nov/2026:06:19:00 +0000] "GET /a?b=c HTTP/1.1" 404 612 "-" "curl/8 \\"x\\""';
export const ATTACK =
  '198.51.100.9 - - [21/Nov/2026:06:19:01 +0000] "GET /a?id=1%27%20UNION%20SELECT%20password%20FROM%20users--%20 HTTP/1.1" 200 5 "-" "Mozilla/5.0"';
export const APPLICATION = "2026-11-21 06:19:00,123 [ERROR] payments - refused | IP: 203.0.113.7 | User: ada";
export const ERROR_LOG = "2026/11/21 06:19:00 [notice] 1#1: start worker process 28";
export const OBJECT =
  '{"time":"2026-11-21T06:19:00Z","level":"error","msg":"it \\"broke\\"","service":"cart"}';
export const LOGIN = "Failed password for ada from 203.0.113.7 port 40022 ssh2";
export const RFC3164 = `Nov 21 06:19:00 bastion sshd[8]: ${LOGIN}`;
export const RFC5424 = `1 2026-11-21T06:19:00.123456+01:00 bastion sshd 8 - - ${LOGIN}`;

/** Of each kind one, in the forms in which programs write them. */
export const LINES = [ACCESS, ATTACK, APPLICATION, ERROR_LOG, OBJECT, RFC3164, `<38>${RFC5424}`];

/** What the line itself says: all that the filter makes of it, but what depends on the arrival, the place and the model. */
export function readFrom({ smartlog }: EnrichedRecord): Record<string, unknown> {
  const { id, ts, severity, score, bot, threat, anomaly, why, v, model, ...fields } =
    smartlog as unknown as Record<string, unknown>;
  return fields;
}

/** What the filter reads from each raw line. */
export function expectedOf(lines: readonly string[]): Record<string, unknown>[] {
  const filter = Filter.load();
  return lines.map((line) =>
    readFrom(JSON.parse(filter.score(recordOfLine(Buffer.from(line)))) as EnrichedRecord),
  );
}
