/**
 * Records as their makers document them, around a line that is known bare: by each the same line has to be found. `host` and
 * `service` are those that the record names, where the line names none.
 */
export const LINES = {
  web: `203.0.113.7 - - [21/Nov/2026:06:19:00 +0000] "GET /p?id=1%27%20UNION%20SELECT%20password%20FROM%20users-- HTTP/1.1" 200 612 "-" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"`,
  auth: "Nov 21 06:19:00 web1 sshd[812]: Failed password for invalid user admin from 203.0.113.99 port 40022 ssh2",
  app: "2026-11-21 06:19:00,123 [ERROR] cart - database connection refused: out of memory",
} as const;

/** What sshd said, where the record has host and program beside it. */
export const LOGIN = "Failed password for invalid user admin from 203.0.113.99 port 40022 ssh2";
export const { web: WEB, auth: AUTH, app: APP } = LINES;
export const STAMP = "2026-11-21T06:19:00.575596037Z";

export interface RecordCase {
  name: string;
  /** Documentation, or the source, of what writes such records. */
  source: string;
  /** The line within. */
  line: keyof typeof LINES;
  record: object;
  host?: string;
  service?: string;
}

export const FLUENT_BIT = "https://docs.fluentbit.io/manual/data-pipeline";
export const VECTOR = "https://vector.dev/docs/reference/configuration/sources";

export const ssh = { name: "", line: "auth", host: "web1", service: "sshd" } as const;
