/** The fields that a query can name, by the names that users of other log viewers type, too. */
import { KINDS, LABELS, OWN_KINDS, SEVERITIES } from "../../../host/event.ts";

/**
 * words: one of a list, in their order where `ordered`. text: all of the value fits. long: a part of the value is enough. code: hex digits. number: counts,
 * scores, sizes and times, by their unit. address: an address or a network.
 */
export type FieldType = "words" | "text" | "long" | "code" | "number" | "address";

export interface Field {
  type: FieldType;
  about: string;
  aliases?: readonly string[];
  /** Of words: all there are. */
  words?: readonly string[];
  ordered?: boolean;
  /** Of numbers: what may stand behind one, and how much it is. */
  units?: Readonly<Record<string, number>>;
  /** Of numbers: whether there are no others than whole ones. */
  whole?: boolean;
}

const BYTES = { b: 1, k: 1024, kb: 1024, m: 1024 ** 2, mb: 1024 ** 2, g: 1024 ** 3, gb: 1024 ** 3 };
const MILLISECONDS = { ms: 1, s: 1000, m: 60_000 };
const score = (about: string): Field => ({ type: "number", about });

/** By name; the first alias is what most would expect. */
const TABLE = {
  kind: { type: "words", words: [...KINDS, ...OWN_KINDS], about: "log type", aliases: ["type", "log_type"] },
  label: { type: "words", words: LABELS, about: "verdict", aliases: ["verdict"] },
  severity: { type: "words", words: SEVERITIES, ordered: true, about: "severity", aliases: ["sev"] },
  host: { type: "text", about: "host", aliases: ["hostname", "host.name"] },
  service: { type: "text", about: "service or program", aliases: ["program", "app", "service.name"] },
  site: { type: "text", about: "host, else service, else tag" },
  user: { type: "text", about: "account", aliases: ["username", "usr", "user.name"] },
  ip: {
    type: "address",
    about: "source address or network",
    aliases: ["source", "src", "client", "client_ip", "source.ip", "client.ip"],
  },
  country: { type: "text", about: "country of the source, two letters", aliases: ["geo"] },
  method: { type: "text", about: "HTTP method, or that of a login", aliases: ["http.method"] },
  path: { type: "text", about: "target of a request", aliases: ["url", "uri", "url.path"] },
  status: {
    type: "number",
    whole: true,
    about: "HTTP status",
    aliases: ["status_code", "code", "response", "http.status_code"],
  },
  bytes: { type: "number", whole: true, units: BYTES, about: "size of the answer", aliases: ["size"] },
  duration: {
    type: "number",
    units: MILLISECONDS,
    about: "time to answer",
    aliases: ["ms", "response_time", "latency"],
  },
  agent: {
    type: "long",
    about: "user agent",
    aliases: ["ua", "user_agent", "useragent", "user_agent.original"],
  },
  referrer: { type: "long", about: "where a request came from", aliases: ["ref", "referer"] },
  score: score("score that decided the label, 0..1"),
  bot: score("probability of a robot, 0..1"),
  threat: score("probability of an attack, 0..1"),
  anomaly: score("how unusual, 0..1"),
  reason: { type: "text", about: "reason, or a half of it", aliases: ["why"] },
  hit: { type: "long", about: "what an attack is seen by" },
  template: { type: "code", about: "template, eight hex digits", aliases: ["tpl"] },
  tag: { type: "text", about: "the shipper's tag" },
  level: { type: "text", about: "level that the line names", aliases: ["lvl", "loglevel", "log.level"] },
  outcome: { type: "text", about: "success or failure", aliases: ["result"] },
  qname: { type: "text", about: "name that was looked up", aliases: ["dns.question.name"] },
  qtype: { type: "text", about: "type of a look-up" },
  rcode: { type: "text", about: "answer to a look-up" },
  action: { type: "text", about: "what a firewall did" },
  proto: { type: "text", about: "protocol", aliases: ["protocol"] },
  dst: { type: "address", about: "destination address", aliases: ["destination", "destination.ip"] },
  sport: { type: "number", whole: true, about: "source port", aliases: ["source.port"] },
  dport: { type: "number", whole: true, about: "destination port", aliases: ["port", "destination.port"] },
  iface: { type: "text", about: "network interface", aliases: ["interface"] },
  peer: { type: "address", about: "who connected, where a proxy names the source" },
  session: { type: "text", about: "session that the line belongs to" },
  model: { type: "text", about: "model that scored" },
  crawler: {
    type: "words",
    words: ["verified", "claimed", "impostor"],
    about: "whether a crawler is what it says",
  },
  muted: { type: "words", words: ["true", "false"], about: "whether a mute hides it" },
  mute: { type: "number", whole: true, about: "number of the mute" },
  error: { type: "long", about: "why a record could not be scored" },
  id: { type: "code", about: "event, sixteen hex digits", aliases: ["event", "_id"] },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof TABLE;

export const FIELDS: Readonly<Record<FieldName, Field>> = TABLE;
export const FIELD_NAMES = Object.keys(TABLE) as FieldName[];
/** Before a member of the record: `record.request.id:7`. */
export const RECORD = "record";

const BY_NAME = new Map<string, FieldName>(
  FIELD_NAMES.flatMap((name) => [name, ...(FIELDS[name].aliases ?? [])].map((each) => [each, name] as const)),
);

/** The field of a name or alias, in any case. */
export function fieldOf(name: string): FieldName | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** All names and aliases. */
export function knownNames(): string[] {
  return [...BY_NAME.keys(), RECORD];
}
