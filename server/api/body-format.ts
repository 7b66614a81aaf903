import { HttpError } from "../http/error.ts";

/**
 * Format of a body by its content type.
 *
 *     json    an array of records, or one record; or records one after the other
 *     lines   one record a line
 *     text    either of them, where it is one; each other line is a line of a log
 *     form    curl's default for anything that it sends: JSON, lines where it has line ends, else refused
 */
export type BodyFormat = "json" | "lines" | "text" | "form";

const LINES = /^application\/(x-)?(ndjson|jsonl|jsonlines|json-lines|ldjson)$|^text\/(x-)?(ndjson|jsonl)$/;
const JSON_TYPE = /^(application|text)\/json$|\+json$/;
const CHARACTER_SETS = new Set(["utf-8", "utf8", "us-ascii", "ascii"]);
/** What helps those who send a type that is not taken. */
const NEXT_STEPS: readonly [RegExp, string][] = [
  [/^multipart\//, "Send the file as it is: curl --data-binary @FILE, without -F. "],
  [/elasticsearch/, "Bulk requests go to Fluent Bit's input elasticsearch. "],
  [/msgpack$/, "Set format json_lines in Fluent Bit's output. "],
  [
    /protobuf$/,
    "OTLP goes to Fluent Bit's input opentelemetry. Loki's and other protocols have to be sent as JSON. ",
  ],
];
const TAKEN = "Send records as application/json or application/x-ndjson, or lines of a log as text/plain.";

/**
 * @param header content-type, if there is one
 * @throws HttpError 415
 */
export function bodyFormatOf(header = ""): BodyFormat {
  const [type = "", ...parameters] = header
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const code = parameters
    .find((part) => part.startsWith("charset="))
    ?.slice("charset=".length)
    .replaceAll('"', "");
  if (code !== undefined && !CHARACTER_SETS.has(code))
    throw new HttpError(415, `the character set ${code.slice(0, 50)} is not taken`, "Send UTF-8.");
  if (LINES.test(type)) return "lines";
  if (JSON_TYPE.test(type)) return "json";
  if (type === "" || type.startsWith("text/") || type === "application/octet-stream") return "text";
  if (type === "application/x-www-form-urlencoded") return "form";
  throw new HttpError(415, `the content type ${type.slice(0, 50)} is not taken`, nextStepOf(type));
}

function nextStepOf(type: string): string {
  return (NEXT_STEPS.find(([form]) => form.test(type))?.[1] ?? "") + TAKEN;
}

/** @throws HttpError 415 where the first bytes say that they are no UTF-8 */
export function refuseOtherEncodings(bytes: Uint8Array): void {
  const [first, second, third, fourth] = bytes;
  if (first === 0x1f && second === 0x8b)
    throw new HttpError(415, "the body is packed by gzip", "Say so with the header content-encoding: gzip.");
  if (first === 0x28 && second === 0xb5 && third === 0x2f && fourth === 0xfd)
    throw new HttpError(415, "the body is packed by zstd", "Say so with the header content-encoding: zstd.");
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new HttpError(415, "the body is UTF-16", "Send UTF-8.");
}

export function formRefused(): HttpError {
  return new HttpError(
    415,
    "the body is sent as a form, and is no JSON",
    "Send records as application/json or application/x-ndjson, or lines of a log as text/plain; from a file with curl --data-binary @FILE, since -d joins its lines.",
  );
}
