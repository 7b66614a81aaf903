/** Requests of channels: a time limit, no redirects (a secret in the address must not travel), bounded answers. */
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { DeliveryError } from "./channel.ts";

export interface HttpRequest {
  method?: "POST" | "PUT";
  url: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body: unknown;
  signal: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
}

const TIMEOUT_MS = 20_000;
const MOST_ANSWER_BYTES = 65_536;
/** Answers that say that the message is at fault, not the channel or its settings. */
const REFUSED = new Set([400, 405, 406, 409, 411, 413, 414, 415, 422, 431, 451]);

/**
 * Sends JSON; resolves when the answer is 2xx.
 *
 * @param waitOf seconds that an answer's body says to wait, where the API has such a member
 * @throws DeliveryError; its message has the host and the answer's beginning, never the address
 */
export async function sendJson(
  request: HttpRequest,
  waitOf: (body: unknown) => unknown = () => undefined,
): Promise<HttpAnswer> {
  const answer = await send(request);
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  const words = answer.text.replace(/\s+/g, " ").trim().slice(0, 200);
  const retryAfterSeconds = waited(answer, waitOf);
  throw new DeliveryError(`${new URL(request.url).host} answered ${status}${words && `: ${words}`}`, {
    of: REFUSED.has(status) ? "message" : "channel",
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** Retry-After (RFC 9110, 10.2.3) is seconds or a date; some APIs say it in the body. */
function waited({ headers, text }: HttpAnswer, waitOf: (body: unknown) => unknown): number | undefined {
  const header = String(headers["retry-after"] ?? "");
  const seconds = /^\d+(\.\d+)?$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  let said: unknown;
  try {
    said = waitOf(JSON.parse(text));
  } catch {
    // No JSON, or none of that shape.
  }
  const found = [seconds, Number(said ?? Number.NaN)].filter((each) => Number.isFinite(each) && each >= 0);
  return found.length > 0 ? Math.max(...found) : undefined;
}

function send({ method = "POST", url, headers = {}, body, signal }: HttpRequest): Promise<HttpAnswer> {
  const { host, protocol } = new URL(url);
  const payload = Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(new DeliveryError(`${host}: ${error.message || error.name}`));
    const request = (protocol === "https:" ? httpsRequest : httpRequest)(
      url,
      {
        method,
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
        // One connection a message: hours lie between two.
        agent: false,
        headers: {
          "content-type": "application/json",
          "content-length": payload.length,
          "user-agent": "SmartLog",
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes <= MOST_ANSWER_BYTES) chunks.push(chunk);
          else response.destroy();
        });
        response.on("error", fail);
        response.on("close", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on("error", fail);
    request.end(payload);
  });
}
