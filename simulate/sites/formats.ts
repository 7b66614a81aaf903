import { clf } from "../lib/clock.ts";
import type { Format } from "../web/format.ts";
import type { Hit } from "../web/hit.ts";

/** nginx writes `"`, `\` and what is no printable ASCII as `\xHH`. */
const escaped = (text: string) =>
  Buffer.from(text, "utf8")
    .toString("latin1")
    .replace(/[^ !#-[\]-~]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`);

const common = (hit: Hit) =>
  `${hit.ip} - ${hit.user} [${clf(hit.time)}] "${escaped(hit.raw ?? `${hit.method} ${hit.target} ${hit.protocol}`)}" ${hit.status} ${hit.bytes}`;

/** nginx's `combined`. */
export const combinedFormat: Format = (_, hit) =>
  `${common(hit)} "${escaped(hit.referer || "-")}" "${escaped(hit.agent || "-")}"`;

/** The common log format: neither referer nor user agent. */
export const commonFormat: Format = (_, hit) => common(hit);
