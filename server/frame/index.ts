/** What all pages share: `reply.page()`, and what a reader chooses about looks. */
import { stringifySetCookie } from "cookie";
import type { FastifyInstance, FastifyReply } from "fastify";
import { HttpError } from "../http/error.ts";
import { ownPath } from "../http/own-path.ts";
import { NOBODY } from "../http/principal.ts";
import { isZone, lookOf, THEME_COOKIE, THEMES, ZONE_COOKIE } from "./look.ts";
import { type Page, renderPage } from "./page.ts";

declare module "fastify" {
  interface FastifyReply {
    /** Answers with a page in the frame of all pages, as the request's reader wants it to look. */
    page(page: Page): FastifyReply;
  }
}

const YEAR_S = 365 * 86_400;

export function addFrame(app: FastifyInstance): void {
  app.decorateReply("page", function (this: FastifyReply, page: Page) {
    const { request } = this;
    return this.type("text/html; charset=utf-8").send(
      renderPage(page, { ...lookOf(request), url: request.url, principal: request.principal ?? NOBODY }),
    );
  });

  // Its cookies are the reader's own.
  app.post("/settings/look", { config: { needs: "open" } }, async (request, reply) => {
    const { theme, zone, to } = (request.body ?? {}) as Record<string, string | undefined>;
    if (theme !== undefined && !THEMES.some((each) => each === theme))
      throw new HttpError(400, "there is no such theme", `One of: ${THEMES.join(", ")}.`);
    if (zone && !isZone(zone))
      throw new HttpError(400, `no such time zone: ${zone.slice(0, 64)}`, "One like Europe/Berlin, or UTC.");
    const cookie = (name: string, value: string) =>
      stringifySetCookie(name, value, { path: "/", sameSite: "lax", maxAge: value === "" ? 0 : YEAR_S });
    const cookies = [
      ...(theme === undefined ? [] : [cookie(THEME_COOKIE, theme)]),
      ...(zone === undefined ? [] : [cookie(ZONE_COOKIE, zone)]),
    ];
    return reply.header("set-cookie", cookies).redirect(ownPath(to), 303);
  });
}
