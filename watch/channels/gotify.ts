/** Gotify (https://gotify.net/docs/pushmsg): plain text, unless told otherwise; the token goes in a header. */
import * as v from "valibot";
import type { IncidentSeverity } from "../../store/incidents/incident.ts";
import { partsOf, plainText } from "../parts.ts";
import type { ChannelType } from "./channel.ts";
import { sendJson } from "./http.ts";
import { headerText, httpAddress } from "./settings.ts";

const PRIORITIES: Readonly<Record<IncidentSeverity, number>> = { low: 1, medium: 4, high: 7, critical: 10 };

const settings = v.strictObject({ type: v.literal("gotify"), url: httpAddress, token: headerText });

export const gotify: ChannelType<v.InferOutput<typeof settings>> = {
  settings,
  make: (_name, { url, token }, context) => ({
    type: "gotify",
    async send(message, signal) {
      const shown = partsOf(message, context);
      const link = shown.parts.find((part) => part.kind === "link");
      await sendJson({
        url: `${url.replace(/\/+$/, "")}/message`,
        signal,
        headers: { "x-gotify-key": token },
        body: {
          title: shown.subject,
          message: plainText(shown) || shown.subject,
          priority: message.kind === "digest" ? PRIORITIES.low : PRIORITIES[message.severity],
          extras: {
            "client::display": { contentType: "text/plain" },
            ...(link === undefined ? {} : { "client::notification": { click: { url: link.url } } }),
          },
        },
      });
      return undefined;
    },
  }),
};
