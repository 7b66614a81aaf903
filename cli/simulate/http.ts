/** Lines to `smartlog serve`, or to another that takes records as NDJSON, in batches. */
import { setTimeout as sleep } from "node:timers/promises";
import { CommandError, messageOf } from "../lib/errors.ts";
import type { Message, Sink } from "./sink.ts";

const BATCH_LINES = 1_000;
const TIMEOUT_MS = 60_000;
/** Waits before a batch is sent again; after the last the command ends. */
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000];
const MOST_ANSWER = 300;

/** @param token sent as a bearer token where there is one */
export function httpSink(url: URL, token = ""): Sink {
  let records: string[] = [];
  let hasAnswered = false;
  const headers = {
    "content-type": "application/x-ndjson",
    ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
  };
  const flush = async () => {
    if (records.length === 0) return;
    const body = `${records.join("\n")}\n`;
    records = [];
    // One that never answered is no server that starts anew.
    await post(url, headers, body, hasAnswered ? RETRY_MS : []);
    hasAnswered = true;
  };
  return {
    send(message) {
      records.push(record(message));
      return records.length < BATCH_LINES ? undefined : flush();
    },
    flush,
    close: flush,
  };
}

/** As Fluent Bit's `tail` names a line and its file. */
const record = ({ line, log }: Message) => JSON.stringify({ file: log, log: line });

async function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  waits: readonly number[],
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const failure = await attempted(url, headers, body);
    if (failure === undefined) return;
    const wait = waits[attempt];
    if (wait === undefined || !failure.isPassing)
      throw new CommandError(`${url.origin} did not take the lines: ${failure.text}`);
    await sleep(wait);
  }
}

async function attempted(
  url: URL,
  headers: Record<string, string>,
  body: string,
): Promise<{ text: string; isPassing: boolean } | undefined> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = (await answer.text()).slice(0, MOST_ANSWER);
    if (answer.ok) return undefined;
    return { text: `${answer.status} ${text}`, isPassing: answer.status >= 500 || answer.status === 429 };
  } catch (error) {
    const { cause } = error as { cause?: unknown };
    return { text: messageOf(cause ?? error), isPassing: true };
  }
}
