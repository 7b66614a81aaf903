/**
 * A message as OpenTelemetry log records, by the semantic conventions for events
 * (https://opentelemetry.io/docs/specs/semconv/general/events/): one `smartlog.incident` for each incident, one
 * `smartlog.message` for a digest or a test. Texts are as they were in the logs: a collector takes them as data.
 */
import type { LogRecord } from "@opentelemetry/api-logs";
import type { IncidentSeverity } from "../../../store/incidents/incident.ts";
import type { Links } from "../../links.ts";
import type { Facts, Item, Message } from "../../message.ts";
import { deliveryKey } from "../channel.ts";

/**
 * By the data model's ranges (https://opentelemetry.io/docs/specs/otel/logs/data-model/#severity-fields): from ERROR on,
 * something is wrong that somebody has to see to; FATAL is a program that ended.
 */
const SEVERITY_NUMBERS: Readonly<Record<IncidentSeverity, number>> = {
  low: 9, // INFO
  medium: 13, // WARN
  high: 17, // ERROR
  critical: 18, // ERROR2
};
/** An end, a digest and a test are nothing that is wrong. */
const INFO = 9;

/** @param channel by whose name a record that comes twice is known (`log.record.uid`) */
export function recordsOf(message: Message, channel: string, links: Links): LogRecord[] {
  const key = deliveryKey(message, channel);
  return message.items.length > 0
    ? message.items.map((item) => ofIncident(message, item, `${key}.${item.incident}`, links))
    : [ofMessage(message, key)];
}

function ofIncident(message: Message, item: Item, uid: string, links: Links): LogRecord {
  const hasEnded = item.change === "closed" || item.change === "over";
  const url = links.incident(item.incident);
  return {
    eventName: "smartlog.incident",
    timestamp: message.madeAt,
    severityNumber: hasEnded ? INFO : SEVERITY_NUMBERS[item.severity],
    severityText: item.severity,
    body: item.title,
    attributes: {
      ...ofAll(message, uid),
      "smartlog.incident.id": item.incident,
      "smartlog.incident.class": item.class,
      "smartlog.incident.change": item.change,
      "smartlog.incident.severity": item.severity,
      "smartlog.incident.where": item.where,
      ...ofFacts(item.facts),
      "smartlog.incident.first": item.first,
      "smartlog.incident.last": item.last,
      "smartlog.incident.lines": item.lines.map(({ text }) => text),
      "smartlog.incident.advice": item.advice,
      ...(url === undefined ? {} : { "smartlog.incident.url": url }),
    },
  };
}

/** By the registry's names where it has them: https://opentelemetry.io/docs/specs/semconv/registry/attributes/ */
function ofFacts(facts: Facts | undefined) {
  if (facts === undefined) return {};
  const { source, network, username, site, service, sourceCount, events, succeeded } = facts;
  return {
    ...(source === null ? {} : { "source.address": source }),
    ...(username === null ? {} : { "user.name": username }),
    ...(network === null ? {} : { "smartlog.incident.network": network }),
    ...(site === null ? {} : { "smartlog.incident.site": site }),
    ...(service === null ? {} : { "smartlog.incident.service": service }),
    "smartlog.incident.source_count": sourceCount,
    "smartlog.incident.events": events,
    "smartlog.incident.succeeded": succeeded,
  };
}

function ofMessage(message: Message, uid: string): LogRecord {
  return {
    eventName: "smartlog.message",
    timestamp: message.madeAt,
    severityNumber: INFO,
    severityText: message.severity,
    body: [message.title, ...message.text].join("\n"),
    attributes: ofAll(message, uid),
  };
}

function ofAll({ id, kind, owner, more }: Message, uid: string) {
  return {
    "log.record.uid": uid,
    "smartlog.message.id": id,
    "smartlog.message.kind": kind,
    "smartlog.message.owner": owner,
    // Incidents that the message has no room for.
    ...(more > 0 ? { "smartlog.message.more": more } : {}),
  };
}
