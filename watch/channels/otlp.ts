/**
 * OpenTelemetry: messages as log records, by OTLP over HTTP (protobuf, which every collector takes), to a collector
 * (https://opentelemetry.io/docs/specs/otlp/#otlphttp). What `OTEL_EXPORTER_OTLP_…` in the environment says of certificates
 * and headers holds here, too.
 */
import { hostname } from "node:os";
import * as v from "valibot";
import type { Message } from "../message.ts";
import { type ChannelType, DeliveryError } from "./channel.ts";
import type { Exporter } from "./otlp/exporter.ts";
import { recordsOf } from "./otlp/records.ts";
import { headers, httpAddress } from "./settings.ts";

const settings = v.strictObject({
  type: v.literal("otlp"),
  /** Of the collector's logs, with the path: `http://127.0.0.1:4318/v1/logs`. */
  url: httpAddress,
  headers: v.optional(headers, {}),
});

/** The exporter itself tries again within it; the outbox does after it. */
const TIMEOUT_MILLIS = 10_000;
/** Answers that say that the message is at fault. The exporter gives no others by number that could. */
const REFUSED = new Set([400, 413, 415, 422]);

export const otlp: ChannelType<v.InferOutput<typeof settings>> = {
  settings,
  make: (name, { url, headers }, { links }) => {
    let exporter: Exporter | undefined;
    return {
      type: "otlp",
      async send(message: Message, signal) {
        exporter ??= await load(url, headers);
        try {
          await orAborted(exporter.export(recordsOf(message, name, links)), signal);
        } catch (error) {
          throw failureOf(error as Error & { code?: unknown }, new URL(url).host);
        }
        return undefined;
      },
    };
  },
};

/** OpenTelemetry's code is loaded where a channel needs it: it takes 15 MB of memory. */
async function load(url: string, headers: Record<string, string>): Promise<Exporter> {
  const { makeExporter } = await import("./otlp/exporter.ts");
  return makeExporter({
    url,
    headers,
    timeoutMillis: TIMEOUT_MILLIS,
    resource: { "service.name": "smartlog", "host.name": hostname() },
  });
}

/** The exporter can't be told to give up. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error("it took too long"));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function failureOf({ code, message }: Error & { code?: unknown }, host: string): DeliveryError {
  if (typeof code !== "number") return new DeliveryError(`${host}: ${message}`);
  return new DeliveryError(`${host} answered ${code}: ${message}`, {
    of: REFUSED.has(code) ? "message" : "channel",
  });
}
