/** One request as a server saw it, before a log format turns it into a line. */
export interface Hit {
  /** When the answer was sent, seconds since the epoch. */
  time: number;
  ip: string;
  /** The name after HTTP authentication, "-" without. */
  user: string;
  method: string;
  target: string;
  /** `HTTP/1.1`; empty for HTTP/0.9. */
  protocol: string;
  /** Stands for the whole request line where that isn't `method target protocol`; one character a byte. */
  raw?: string;
  status: number;
  /** Body bytes sent. */
  bytes: number;
  /** Empty where the client sent none. */
  referer: string;
  agent: string;
  /** How long it took, in milliseconds. */
  ms: number;
  bot: 0 | 1;
  threat: 0 | 1;
  /** Kind of client ("person", "crawler") or attack family ("sqli"). */
  type: string;
  actor: string;
  /** What the client forwarded for, in formats that log it. */
  forwarded?: string;
}

export type Hits = Generator<Hit, void>;
