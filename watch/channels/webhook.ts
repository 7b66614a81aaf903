/** Any service that takes JSON over HTTP. `Idempotency-Key` is the message's own at each try. */
import * as v from "valibot";
import { type ChannelType, deliveryKey } from "./channel.ts";
import { sendJson } from "./http.ts";
import { headers, httpAddress } from "./settings.ts";
import { filled, unknownPlaceholder, valuesOf } from "./template.ts";

const settings = v.strictObject({
  type: v.literal("webhook"),
  url: httpAddress,
  method: v.optional(v.picklist(["POST", "PUT"], "has to be POST or PUT"), "POST"),
  headers: v.optional(headers, {}),
  /** JSON of any shape; left out, all that is known of the message. */
  body: v.optional(
    v.pipe(
      v.unknown(),
      v.check(
        (body) => unknownPlaceholder(body) === undefined,
        ({ input }) => `has no placeholder {${unknownPlaceholder(input)}}`,
      ),
    ),
  ),
});

export const webhook: ChannelType<v.InferOutput<typeof settings>> = {
  settings,
  make: (name, { url, method, headers, body }, context) => ({
    type: "webhook",
    async send(message, signal) {
      const values = valuesOf(message, name, context);
      await sendJson({
        method,
        url,
        signal,
        headers: { ...headers, "idempotency-key": deliveryKey(message, name) },
        body: body === undefined ? values : filled(body, values),
      });
      return undefined;
    },
  }),
};
