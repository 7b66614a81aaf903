/**
 * Matrix (https://spec.matrix.org/latest/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid): the
 * transaction id is the message's own, so that the server itself drops a second try.
 */
import * as v from "valibot";
import { partsOf, plainText } from "../parts.ts";
import { type ChannelType, deliveryKey } from "./channel.ts";
import { escapeHtml } from "./escape.ts";
import { sendJson } from "./http.ts";
import { headerText, httpAddress, text } from "./settings.ts";
import { partHtml } from "./smtp.ts";

const settings = v.strictObject({
  type: v.literal("matrix"),
  url: httpAddress,
  room: v.pipe(text, v.regex(/^![^\s/]+$/, "has to be a room's id, as !abc:example.org")),
  token: headerText,
});

export const matrix: ChannelType<v.InferOutput<typeof settings>> = {
  settings,
  make: (name, { url, room, token }, context) => ({
    type: "matrix",
    async send(message, signal) {
      const shown = partsOf(message, context);
      const transaction = encodeURIComponent(deliveryKey(message, name));
      await sendJson(
        {
          method: "PUT",
          url: `${url.replace(/\/+$/, "")}/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${transaction}`,
          signal,
          headers: { authorization: `Bearer ${token}` },
          body: {
            msgtype: "m.text",
            body: `${shown.subject}\n${plainText(shown)}`,
            format: "org.matrix.custom.html",
            formatted_body: `<b>${escapeHtml(shown.subject)}</b>${shown.parts.map(partHtml).join("")}`,
            // Present and empty: no "@room" in a log line calls anybody.
            "m.mentions": {},
          },
        },
        (body) => Number((body as { retry_after_ms?: unknown }).retry_after_ms) / 1000,
      );
      return undefined;
    },
  }),
};
