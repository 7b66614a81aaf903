/**
 * The event contract: what `filter.wasm` adds to a record under the key `smartlog`.
 *
 * Extracted fields are present only where the line has them. `id` is 64 bits in hex because a JSON number
 * loses bits past 2^53.
 */
export const KINDS = ["web", "auth", "dns", "firewall", "app", "syslog", "unknown"] as const;
export type Kind = (typeof KINDS)[number];

/**
 * Kinds of the events that SmartLog writes into the store itself: what the count of events says, and what the end of a
 * session does. No line came with them, and no model scored them.
 */
export const OWN_KINDS = ["rate", "session"] as const;
export type OwnKind = (typeof OWN_KINDS)[number];

export const LABELS = ["normal", "bot", "attack", "anomaly"] as const;
export type Label = (typeof LABELS)[number];

export const SEVERITIES = ["none", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface SmartlogEvent {
  /** Version of this contract. */
  v: 1;
  /** 16 hex digits: a hash of file, offset and line where the record carries them, else unique per arrival. */
  id: string;
  /** Event time, seconds since the epoch: the line's own where it has one, else the shipper's. */
  ts: number;
  kind: Kind;
  label: Label;
  severity: Severity;
  /** The score that decided the label, 0..1. */
  score: number;
  /** Calibrated probabilities or scores, 0..1. */
  bot: number;
  threat: number;
  anomaly: number;
  /** Up to three reasons, the strongest first, as `topic:detail`. */
  why: string[];
  /** Template fingerprint, 8 hex digits. */
  tpl: string;
  /** The template in words, with the first event of it that a process of the filter meets; 200 bytes at most. */
  pattern?: string;
  /** Id of the model whose weights scored this event. */
  model: string;
  /** Somebody has muted such events: no alarm is raised, and lists leave it out; absent where nobody has. */
  muted?: true;
  /** Number of the mute that hides it. */
  mute?: number;
  /** Why the record was not scored, or not kept as it came; absent when all is well. */
  error?: string;
  /** The key, a path with dots, of the string that was taken for the line because it was the longest: no known key had one. */
  line_key?: string;
  /** What an attack is seen by, as `PART:TEXT`: the part of the request (path, query, referer, ua) or `message`, and its text, decoded and cut at 120 bytes. */
  hit?: string;
  /** What the lines of the session that the line belongs to have in common: a block, an instance, a request, a process. */
  session?: string;

  /** The client: behind trusted proxies the address that they name. */
  ip?: string;
  method?: string;
  path?: string;
  status?: number;
  bytes?: number;
  ua?: string;
  ref?: string;
  host?: string;
  service?: string;
  level?: string;
  /** Duration in milliseconds. */
  ms?: number;
  user?: string;
  outcome?: "success" | "failure";
  qname?: string;
  qtype?: string;
  rcode?: string;
  action?: string;
  proto?: string;
  dst?: string;
  sport?: number;
  dport?: number;
  iface?: string;
  /** Who connected, where `ip` is out of a header. */
  peer?: string;
}

/** A record as it leaves the filter: everything that came in, and the event as its last key. */
export type EnrichedRecord = Record<string, unknown> & { smartlog: SmartlogEvent };
