/** Against forgery (CSRF): only a page of this server knows its form's key. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { HttpError } from "../http/error.ts";
import { principal } from "../http/principal.ts";

/** Keys of forms, by what each form is about and whose login its page was made for; others after each start of the server. */
export class FormKeys {
  readonly #secret = randomBytes(32);

  of(form: string): string {
    return createHmac("sha256", this.#secret).update(`${principal().binding}\n${form}`).digest("hex");
  }

  /** @throws HttpError 403 where the key is not the form's */
  check(form: string, given: string | undefined): void {
    if (!isSame(given ?? "", this.of(form)))
      throw new HttpError(
        403,
        "the form is not of this server's making, or older than its last start or your login",
        "Load the page again.",
      );
  }
}

function isSame(a: string, b: string): boolean {
  // Bytes, since timingSafeEqual needs equal lengths.
  const [given, expected] = [Buffer.from(a), Buffer.from(b)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
