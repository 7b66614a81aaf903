/** What the settings' pages share: their frame, their menu, and what people can mend. */
import type { Page } from "../frame/page.ts";
import { HttpError } from "../http/error.ts";
import { may } from "../http/principal.ts";
import { type Html, html } from "../pages/html.ts";

const PAGES = [
  { path: "/settings/account", title: "Account", right: "read" },
  { path: "/settings/users", title: "Users", right: "admin" },
  { path: "/settings/tokens", title: "Tokens", right: "admin" },
  { path: "/settings/audit", title: "Audit log", right: "admin" },
] as const;

/** @param said what has just happened, for people */
export function settingsPage(title: string, body: Html, said = ""): Page {
  const tabs = PAGES.filter(({ right }) => may(right)).map(
    ({ path, title: name }) =>
      html`<a class="chip" href="${path}"${name === title ? html` aria-current="page"` : ""}>${name}</a> `,
  );
  return {
    title,
    here: "settings",
    body: html`<main id="main" class="content event"><header class="heading"><h1>${title}</h1></header>
  <nav aria-label="Settings" class="chips">${tabs}</nav>
  ${said ? html`<p role="status" class="note">${said}</p>` : ""}
  ${body}
</main>`,
  };
}

/** Codes of what a person can mend. */
const REFUSED: Readonly<Record<string, number>> = {
  BAD_ARGUMENT: 400,
  NO_SUCH_ENTRY: 404,
  USER_EXISTS: 409,
  LAST_ADMIN: 409,
  ACCESS_FULL: 409,
};

/** Turns what a person can mend into an answer that says so. */
export async function refusals<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code = "", message, nextStep } = error as { code?: string; message: string; nextStep?: string };
    const status = REFUSED[code];
    if (status === undefined) throw error;
    throw new HttpError(status, message, nextStep, error);
  }
}

/** A table that scrolls where it is too wide. */
export function table(name: string, heads: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0"><table><thead><tr>${heads.map(
    (head) => html`<th scope="col">${head}</th>`,
  )}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
