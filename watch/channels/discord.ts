/**
 * Discord's webhooks (https://docs.discord.com/developers/resources/webhook#execute-webhook): 256 characters of an
 * embed's title, 4,096 of its description; a 429 says `retry_after` in seconds.
 */
import * as v from "valibot";
import type { IncidentSeverity } from "../../store/incidents/incident.ts";
import { cut } from "../cut.ts";
import { type Part, partsOf } from "../parts.ts";
import type { ChannelType } from "./channel.ts";
import { escapeCode, escapeDiscord } from "./escape.ts";
import { sendJson } from "./http.ts";
import { httpAddress } from "./settings.ts";

const MOST_TITLE_CHARACTERS = 256;
const MOST_CHARACTERS = 4_096;
const COLOURS: Readonly<Record<IncidentSeverity, number>> = {
  low: 0x7f8c8d,
  medium: 0xd4a017,
  high: 0xd35400,
  critical: 0xc0392b,
};

const settings = v.strictObject({ type: v.literal("discord"), url: httpAddress });

export const discord: ChannelType<v.InferOutput<typeof settings>> = {
  settings,
  make: (_name, { url }, context) => ({
    type: "discord",
    async send(message, signal) {
      const { subject, parts } = partsOf(message, context);
      await sendJson(
        {
          url,
          signal,
          body: {
            username: "SmartLog",
            // Nobody is called by what an attacker writes.
            allowed_mentions: { parse: [] },
            embeds: [
              {
                title: cut(escapeDiscord(subject), MOST_TITLE_CHARACTERS),
                description: cut(parts.map(markdown).join("\n"), MOST_CHARACTERS),
                color: COLOURS[message.severity],
              },
            ],
          },
        },
        (body) => (body as { retry_after?: unknown }).retry_after,
      );
      return undefined;
    },
  }),
};

function markdown(part: Part): string {
  if (part.kind === "text") return escapeDiscord(part.text);
  if (part.kind === "link") return `[${escapeDiscord(part.label)}](${part.url})`;
  const line = `${part.before}${part.hit && `»${part.hit}«`}${part.after}`;
  return `\`${escapeCode(line)}\``;
}
