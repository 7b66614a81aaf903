import { createHash, timingSafeEqual } from "node:crypto";
import { Attempts } from "./attempts.ts";
import { HttpError } from "./error.ts";

/** A key that a route asks for itself, and a limit on how often clients may guess it. */
export class TokenCheck {
  readonly #expected: Buffer;
  readonly #attempts = new Attempts();

  constructor(token: string) {
    this.#expected = digest(Buffer.from(token));
  }

  /**
   * Whether one of the readings of what a client sent is the token.
   *
   * @param address the client's
   * @throws HttpError 429 after too many different wrong ones from this address
   */
  accepts(address: string, ...readings: Buffer[]): boolean {
    const expected = this.#expected;
    const [first] = readings;
    if (first === undefined) return false;
    const seconds = this.#attempts.waitSeconds(address);
    if (seconds > 0)
      throw new HttpError(
        429,
        "too many wrong tokens came from this address",
        `Try again in ${seconds} s.`,
        undefined,
        seconds,
      );
    if (readings.some((each) => timingSafeEqual(digest(each), expected))) return true;
    this.#attempts.wrong(address, first.toString("base64"));
    return false;
  }
}

/** Of one length, as a comparison in constant time needs. */
function digest(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
