import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../../simulate/lib/random.ts";

const MOST_LINES = 1_200;
const REQUEST_MS = 20_000;
const RETRY_MS = { least: 20, most: 200 };

/** A shipper over HTTP as simple as one can be: a batch is sent until the answer is 200, then the next. */
export class HttpClient {
  readonly #url: string;
  readonly #random: Random;
  /** Of the lines' paths and of the file, so that each line is another. */
  readonly #name: string;
  readonly #hasOrigin: boolean;
  #on = true;
  /** Lines that were answered 200. */
  acknowledged = 0;
  /** Answers by status; 0 where there was none. */
  readonly answers = new Map<number, number>();

  /** @param hasOrigin whether records carry file and offset, by which a batch that is sent again is known */
  constructor(url: string, random: Random, name: string, hasOrigin: boolean) {
    this.#url = `${url}/v1/ingest?tag=${name}`;
    this.#random = random;
    this.#name = name;
    this.#hasOrigin = hasOrigin;
  }

  /** Sends until it is stopped; returns when its last batch is acknowledged. */
  async run(): Promise<void> {
    while (this.#on) {
      const lines = this.#random.int(1, MOST_LINES);
      const body = this.#batch(lines);
      while ((await this.#send(body)) !== 200) await sleep(this.#random.int(RETRY_MS.least, RETRY_MS.most));
      this.acknowledged += lines;
    }
  }

  stop(): void {
    this.#on = false;
  }

  #batch(lines: number): string {
    const at = new Date()
      .toUTCString()
      .slice(5, 25)
      .replaceAll(" ", "/")
      .replace(/\/([\d:]+)$/, ":$1");
    let body = "";
    for (let i = 0; i < lines; i++) {
      const n = this.acknowledged + i;
      const message = `203.0.113.${n % 250} - - [${at} +0000] "GET /n/${this.#name}/${n} HTTP/1.1" 200 ${n % 9973} "-" "Mozilla/5.0 (X11; Linux x86_64)"`;
      const origin = this.#hasOrigin ? { file: `/var/log/${this.#name}.log`, offset: n * 200 } : {};
      body += `${JSON.stringify({ ...origin, message })}\n`;
    }
    return body;
  }

  async #send(body: string): Promise<number> {
    let status = 0;
    try {
      const response = await fetch(this.#url, {
        method: "POST",
        body,
        headers: { "content-type": "application/x-ndjson" },
        signal: AbortSignal.timeout(REQUEST_MS),
      });
      await response.arrayBuffer();
      status = response.status;
    } catch {
      // Refused, cut, or too late: whether it was stored is not known.
    }
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    return status;
  }
}
