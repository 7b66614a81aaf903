/** ntfy (https://docs.ntfy.sh/publish/#publish-as-json): plain text; a body of more than 4,096 bytes would become an attachment. */
import * as v from "valibot";
import type { IncidentSeverity } from "../../store/incidents/incident.ts";
import { cut } from "../cut.ts";
import { partsOf, plain } from "../parts.ts";
import type { ChannelType } from "./channel.ts";
import { sendJson } from "./http.ts";
import { headerText, httpAddress, text } from "./settings.ts";

const MOST_BYTES = 4_000;
const MOST_TITLE_CHARACTERS = 250;
const PRIORITIES: Readonly<Record<IncidentSeverity, number>> = { low: 2, medium: 3, high: 4, critical: 5 };

const settings = v.strictObject({
  type: v.literal("ntfy"),
  url: v.optional(httpAddress, "https://ntfy.sh"),
  topic: v.pipe(text, v.regex(/^[\w-]{1,64}$/, "has to be of letters, digits, _ and -, 64 at most")),
  token: v.optional(headerText),
});

export const ntfy: ChannelType<v.InferOutput<typeof settings>> = {
  settings,
  make: (_name, { url, topic, token }, context) => ({
    type: "ntfy",
    async send(message, signal) {
      const { subject, parts } = partsOf(message, context);
      const links = parts.filter((part) => part.kind === "link");
      const words = parts.filter((part) => part.kind !== "link").map(plain);
      await sendJson({
        url,
        signal,
        ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
        body: {
          topic,
          title: cut(subject, MOST_TITLE_CHARACTERS),
          message: cutBytes(words.join("\n"), MOST_BYTES) || subject,
          priority: message.kind === "digest" ? PRIORITIES.low : PRIORITIES[message.severity],
          ...(links[0] === undefined ? {} : { click: links[0].url }),
          // Three buttons at most.
          actions: links
            .slice(0, 3)
            .map(({ label, url }) => ({ action: "view", label: cut(label, 40), url })),
        },
      });
      return undefined;
    },
  }),
};

/** UTF-8 of so many bytes at most, never half of a character. */
function cutBytes(words: string, most: number): string {
  const bytes = Buffer.from(words);
  if (bytes.length <= most) return words;
  return `${bytes
    .subarray(0, most)
    .toString()
    .replace(/\ufffd+$/, "")}…`;
}
