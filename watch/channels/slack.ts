/**
 * Slack's incoming webhooks (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks), and what
 * understands the same: Mattermost, Rocket.Chat, Zulip. A section's text has 3,000 characters at most.
 */
import * as v from "valibot";
import { cut } from "../cut.ts";
import { type Part, partsOf } from "../parts.ts";
import type { ChannelType } from "./channel.ts";
import { escapeCode, escapeSlack } from "./escape.ts";
import { sendJson } from "./http.ts";
import { httpAddress } from "./settings.ts";

const MOST_CHARACTERS = 3_000;

const settings = v.strictObject({ type: v.literal("slack"), url: httpAddress });

export const slack: ChannelType<v.InferOutput<typeof settings>> = {
  settings,
  make: (_name, { url }, context) => ({
    type: "slack",
    async send(message, signal) {
      const { subject, parts } = partsOf(message, context);
      const words = cut([`*${escapeSlack(subject)}*`, ...parts.map(mrkdwn)].join("\n"), MOST_CHARACTERS);
      await sendJson({
        url,
        signal,
        body: {
          // What a notification shows.
          text: escapeSlack(subject),
          // verbatim: no address in a log line becomes a link.
          blocks: [{ type: "section", text: { type: "mrkdwn", text: words, verbatim: true } }],
          unfurl_links: false,
          unfurl_media: false,
        },
      });
      return undefined;
    },
  }),
};

function mrkdwn(part: Part): string {
  if (part.kind === "text") return escapeSlack(part.text);
  if (part.kind === "link") return `<${part.url}|${escapeSlack(part.label).replaceAll("|", "¦")}>`;
  const entities = (text: string) => escapeCode(text).replace(/[&<>]/g, escapeSlack);
  return `\`${entities(part.before)}${part.hit && `»${entities(part.hit)}«`}${entities(part.after)}\``;
}
