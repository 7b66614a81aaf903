/** Bodies of other systems' interfaces, which would come as one record that means nothing, or as twice as many. */
import { HttpError } from "../http/error.ts";

const HEAD_BYTES = 256;

/** Each by how it begins, and what takes it. */
const PROTOCOLS: readonly [begin: RegExp, what: string, next: string][] = [
  [
    /^\s*\{\s*"(create|index|update|delete)"\s*:\s*\{[^{}]*\}\s*\}\s*\n/,
    "the body is a bulk request of Elasticsearch",
    "Send it to Fluent Bit's input elasticsearch, or only its documents to here, as application/x-ndjson.",
  ],
  [
    /^\s*\{\s*"streams"\s*:\s*\[\s*\{\s*"(stream|values)"\s*:/,
    "the body is a push to Loki",
    'Send its lines as text/plain, or as records such as {"log":"a line","app":"shop"}.',
  ],
  [
    /^\s*\{\s*"resourceLogs"\s*:\s*\[/,
    "the body is an export by OTLP",
    "Send it to Fluent Bit's input opentelemetry.",
  ],
];

/** @throws HttpError 415 where the first bytes are those of another system's interface */
export function refuseOtherProtocols(bytes: Buffer): void {
  const head = bytes.toString("latin1", 0, HEAD_BYTES);
  const found = PROTOCOLS.find(([begin]) => begin.test(head));
  if (found) throw new HttpError(415, found[1], found[2]);
}
