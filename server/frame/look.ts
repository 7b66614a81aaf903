/** How pages look and in which zone they tell time: what the reader chose, in cookies of their browser. */
import { parseCookie } from "cookie";
import type { FastifyRequest } from "fastify";

/** `auto`: light or dark, and contrast, as the system says. */
export const THEMES = ["auto", "light", "dark", "contrast"] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = "smartlog_theme";
export const ZONE_COOKIE = "smartlog_zone";

export interface Look {
  theme: Theme;
  /** An IANA time zone; empty for the browser's own. */
  zone: string;
}

export function lookOf({ headers }: Pick<FastifyRequest, "headers">): Look {
  const cookies = parseCookie(headers.cookie ?? "");
  const theme = THEMES.find((each) => each === cookies[THEME_COOKIE]) ?? "auto";
  const zone = cookies[ZONE_COOKIE] ?? "";
  return { theme, zone: isZone(zone) ? zone : "" };
}

export function isZone(name: string): boolean {
  if (name === "" || name.length > 64) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
