/**
 * Telegram's bots (https://core.telegram.org/bots/api#sendmessage): HTML of few tags, 4,096 characters after parsing; a
 * 429 says `parameters.retry_after` in seconds.
 */
import * as v from "valibot";
import { cut } from "../cut.ts";
import { type Part, partsOf } from "../parts.ts";
import type { ChannelType } from "./channel.ts";
import { escapeHtml } from "./escape.ts";
import { sendJson } from "./http.ts";
import { httpAddress, text } from "./settings.ts";

/** Of a part, so that ten of them and the subject stay below 4,096 whatever is cut: no tag is cut in two. */
const MOST_PART_CHARACTERS = 340;

const settings = v.strictObject({
  type: v.literal("telegram"),
  token: v.pipe(text, v.regex(/^\d+:[\w-]+$/, "has to be a bot's token, as 123456:ABC…")),
  chat: v.pipe(
    v.union([v.number(), text]),
    v.transform(String),
    v.regex(/^(-?\d+|@\w+)$/, "has to be a chat's number or @name"),
  ),
  url: v.optional(httpAddress, "https://api.telegram.org"),
});

export const telegram: ChannelType<v.InferOutput<typeof settings>> = {
  settings,
  make: (_name, { token, chat, url }, context) => ({
    type: "telegram",
    async send(message, signal) {
      const { subject, parts } = partsOf(message, context);
      const lines = [`<b>${escaped(subject)}</b>`, ...parts.map(html)];
      await sendJson(
        {
          url: `${url.replace(/\/+$/, "")}/bot${token}/sendMessage`,
          signal,
          body: {
            chat_id: chat,
            text: lines.join("\n"),
            parse_mode: "HTML",
            link_preview_options: { is_disabled: true },
            disable_notification: message.severity === "low" || message.kind === "digest",
          },
        },
        (body) => (body as { parameters?: { retry_after?: unknown } }).parameters?.retry_after,
      );
      return undefined;
    },
  }),
};

function escaped(words: string): string {
  return escapeHtml(cut(words, MOST_PART_CHARACTERS));
}

function html(part: Part): string {
  if (part.kind === "text") return escaped(part.text);
  if (part.kind === "link") return `<a href="${escapeHtml(part.url)}">${escaped(part.label)}</a>`;
  // No tag may stand in <code>, outside of which Telegram makes links of addresses.
  const code = (words: string) => (words === "" ? "" : `<code>${escaped(words)}</code>`);
  return `${code(part.before)}${part.hit && `»${code(part.hit)}«`}${code(part.after)}`;
}
