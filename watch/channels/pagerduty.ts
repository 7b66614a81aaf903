/**
 * PagerDuty's Events API v2 (https://developer.pagerduty.com/docs/send-alert-event), and what takes the same events. One
 * alert for each incident, known by its `dedup_key`: told again it stays one, and it is resolved when the incident is
 * over. A digest is no alert.
 */
import * as v from "valibot";
import type { IncidentSeverity } from "../../store/incidents/incident.ts";
import type { Item, Message } from "../message.ts";
import { clean, type PartsContext } from "../parts.ts";
import type { ChannelType } from "./channel.ts";
import { sendJson } from "./http.ts";
import { httpAddress, text } from "./settings.ts";

const MOST_SUMMARY_CHARACTERS = 1_024;
const SEVERITIES: Readonly<Record<IncidentSeverity, string>> = {
  low: "info",
  medium: "warning",
  high: "error",
  critical: "critical",
};

const settings = v.strictObject({
  type: v.literal("pagerduty"),
  key: v.pipe(text, v.regex(/^[\w-]{8,64}$/, "has to be an integration's key")),
  url: v.optional(httpAddress, "https://events.pagerduty.com/v2/enqueue"),
});

export const pagerduty: ChannelType<v.InferOutput<typeof settings>> = {
  settings,
  make: (_name, { key, url }, context) => ({
    type: "pagerduty",
    async send(message, signal) {
      if (message.kind === "test") await sendJson({ url, signal, body: testEvent(key, message) });
      if (message.kind === "digest") return "a digest is no alert: nothing was sent";
      for (const item of message.items)
        await sendJson({ url, signal, body: event(key, message, item, context) });
      return undefined;
    },
  }),
};

function event(key: string, message: Message, item: Item, { links }: PartsContext): unknown {
  const identity = { routing_key: key, dedup_key: `smartlog-incident-${item.incident}` };
  if (item.change === "closed" || item.change === "over") return { ...identity, event_action: "resolve" };
  const page = links.incident(item.incident);
  const mute = links.act("mute", item.incident, message.madeAt);
  return {
    ...identity,
    event_action: "trigger",
    client: "SmartLog",
    ...(page === undefined ? {} : { client_url: page }),
    links: [
      ...(page === undefined ? [] : [{ href: page, text: "Incident" }]),
      ...(mute === undefined ? [] : [{ href: mute, text: "Mute" }]),
    ],
    payload: {
      summary: clean(item.title, MOST_SUMMARY_CHARACTERS),
      source: clean(item.where, 200) || "smartlog",
      severity: SEVERITIES[item.severity],
      timestamp: item.first,
      class: item.class,
      custom_details: { lines: item.lines.map((line) => clean(line.text, 1_000)), advice: item.advice },
    },
  };
}

function testEvent(key: string, message: Message): unknown {
  return {
    routing_key: key,
    event_action: "trigger",
    dedup_key: "smartlog-test",
    payload: { summary: clean(message.title, MOST_SUMMARY_CHARACTERS), source: "smartlog", severity: "info" },
  };
}
