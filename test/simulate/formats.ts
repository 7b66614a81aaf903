/** Independent readers of the formats: written from the formats' documents, not from the simulators. */

const ADDRESS = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]+)`;
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`;
const CLF_TIME = String.raw`\[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\]`;
const ISO = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?`;
const RFC3164 = String.raw`[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d`;
const SYSLOG_HEAD = String.raw`(?:<\d{1,3}>)?(?:1 )?(?:${RFC3164}|${ISO}) \S+ `;

const access = new RegExp(
  `^(?:\\S+ )?${ADDRESS} - \\S+ ${CLF_TIME} ${QUOTED} \\d{3} (?:\\d+|-)(?: ${QUOTED} ${QUOTED}.*)?$`,
);
const bare = [
  new RegExp(`^INFO: {5}${ADDRESS}:\\d+ - ${QUOTED} \\d{3} [A-Za-z -]*$`),
  new RegExp(`^${ADDRESS} - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4} \\d\\d:\\d\\d:\\d\\d\\] ${QUOTED} \\d{3} -$`),
  new RegExp(
    `^${ADDRESS}:\\d+ \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\] \\S+ \\S+ [\\d/]+ \\d{3} \\d+ - - ---- [\\d/]+ 0/0 ${QUOTED}$`,
  ),
];
const syslog = new RegExp(`^${SYSLOG_HEAD}\\S.*$`);
const packet = new RegExp(`^${SYSLOG_HEAD}kernel.*IN=\\S* OUT=\\S*.* SRC=\\S+ DST=\\S+ .*PROTO=\\S+`);

function json(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith("{")) return undefined;
  return JSON.parse(line) as Record<string, unknown>;
}

const DNS = [
  /^\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d\.\d{3} .*client .*#\d+ \(.+\): .*/,
  new RegExp(`^${SYSLOG_HEAD}(?:named|dnsmasq|unbound)(?:\\[\\d+\\]| \\d+ - -).+`),
  /^\[\d{10}\] unbound\[\d+:\d+\] (?:query|reply|info|error): .+/,
  /^(?:\d{4}-\S+Z )?\[(?:INFO|ERROR)\] .+/,
];

const PACKETS = [
  packet,
  new RegExp(`^${RFC3164} \\S+ : %ASA-\\d-\\d{6}: .+`),
  new RegExp(
    `^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d (?:ALLOW|DROP) \\w+ ${ADDRESS} ${ADDRESS} \\d+ \\d+ .*(?:SEND|RECEIVE)$`,
  ),
  /^date=\S+ time=\S+ devname="[^"]+" devid="[^"]+" logid="\d+" type="traffic" .+/,
];

/** Whether a line is in one of the formats of its kind. */
export const READS: Readonly<Record<string, (line: string) => boolean>> = {
  web: (line) => access.test(line) || json(line) !== undefined || bare.some((format) => format.test(line)),
  auth: (line) => syslog.test(line),
  dns: (line) => DNS.some((format) => format.test(line)),
  firewall: (line) => PACKETS.some((format) => format.test(line)),
  app: (line) => line.length > 0 && (!line.startsWith("{") || json(line) !== undefined),
  syslog: (line) => syslog.test(line),
  unknown: (line) => line.length > 0,
};

/** The user agent of an access line, undefined in the common format. */
export function userAgentOf(line: string): string | undefined {
  const record = json(line);
  if (record) return String(record.http_user_agent ?? record.agent);
  return new RegExp(`" \\d{3} (?:\\d+|-) ${QUOTED} (${QUOTED})`).exec(line)?.[1]?.slice(1, -1);
}
