/** One name asked for, before a server's format turns it into a line. */
export interface Query {
  time: number;
  client: string;
  port: number;
  name: string;
  type: string;
  /** NOERROR, NXDOMAIN, SERVFAIL, REFUSED. */
  rcode: string;
  bot: 0 | 1;
  threat: 0 | 1;
  anomaly: 0 | 1;
  /** What kind of look-up: "browsing", "tunnel", "dga" …. */
  sort: string;
  actor: string;
}

export type Queries = Generator<Query, void>;
