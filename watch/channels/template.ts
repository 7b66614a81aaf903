/** Placeholders of webhooks' bodies and commands' arguments: `{title}` in a text is replaced by the message's title. */
import type { Message } from "../message.ts";
import { clean, type PartsContext, partsOf, plainText } from "../parts.ts";
import { deliveryKey } from "./channel.ts";

export type Values = Readonly<Record<string, unknown>>;

/** What a message has for templates and programs; names are part of the interface (docs/watch.md). */
export function valuesOf(message: Message, channel: string, context: PartsContext): Values {
  const shown = partsOf(message, context);
  return {
    key: deliveryKey(message, channel),
    kind: message.kind,
    owner: message.owner,
    severity: message.severity,
    time: message.madeAt.toISOString(),
    title: shown.subject,
    text: plainText(shown),
    url:
      (message.items.length === 1 && context.links.incident(message.items[0]?.incident ?? "")) ||
      context.links.incidents() ||
      "",
    count: message.items.length + message.more,
    incidents: message.items.map((item) => ({
      id: item.incident,
      class: item.class,
      change: item.change,
      severity: item.severity,
      title: clean(item.title, 1_000),
      where: item.where,
      first: item.first,
      last: item.last,
      lines: item.lines.map(({ text }) => text),
      advice: item.advice,
      url: context.links.incident(item.incident) ?? "",
      mute: context.links.act("mute", item.incident, message.madeAt) ?? "",
    })),
  };
}

export const PLACEHOLDERS = [
  "key",
  "kind",
  "owner",
  "severity",
  "time",
  "title",
  "text",
  "url",
  "count",
  "incidents",
];
const PLACEHOLDER = /\{([a-z]+)\}/g;

/** The first placeholder of a template that there is none of; undefined where all are known. */
export function unknownPlaceholder(template: unknown): string | undefined {
  if (typeof template === "string")
    return Array.from(template.matchAll(PLACEHOLDER), ([, name = ""]) => name).find(
      (name) => !PLACEHOLDERS.includes(name),
    );
  if (typeof template !== "object" || template === null) return undefined;
  return Object.values(template)
    .map(unknownPlaceholder)
    .find((found) => found !== undefined);
}

/** Fills a template's texts, at any depth. A text that is one placeholder becomes its value, a number or a list too. */
export function filled(template: unknown, values: Values): unknown {
  if (typeof template === "string") {
    const only = /^\{([a-z]+)\}$/.exec(template)?.[1];
    if (only !== undefined && only in values) return values[only];
    return template.replace(PLACEHOLDER, (whole, name: string) =>
      name in values ? asText(values[name]) : whole,
    );
  }
  if (Array.isArray(template)) return template.map((each) => filled(each, values));
  if (typeof template !== "object" || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, each]) => [name, filled(each, values)]));
}

export function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
