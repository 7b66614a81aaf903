import { clf } from "../lib/clock.ts";
import type { Format } from "../web/format.ts";

/** nginx writes `"`, `\` and what is no printable ASCII as `\xHH`. */
const escaped = (text: string) =>
  Buffer.from(text, "utf8")
    .toString("latin1")
    .replace(/[^ !#-[\]-~]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`);

/** nginx's `combined` with `rt=$request_time` behind it, seconds. */
export const accessFormat: Format = (_, hit) =>
  `${hit.ip} - ${hit.user} [${clf(hit.time)}] "${escaped(hit.raw ?? `${hit.method} ${hit.target} ${hit.protocol}`)}" ` +
  `${hit.status} ${hit.bytes} "${escaped(hit.referer || "-")}" "${escaped(hit.agent || "-")}" rt=${(hit.ms / 1000).toFixed(3)}`;
