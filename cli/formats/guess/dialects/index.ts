/** Formats in a configuration, or a format string alone. */
import { variableTable } from "../variables.ts";
import type { Dialect, FoundFormat } from "./dialect.ts";
import { ENVOY } from "./envoy.ts";
import { HAPROXY } from "./haproxy.ts";
import { NGINX } from "./nginx.ts";
import { CADDY, GUNICORN, MORGAN, TRAEFIK } from "./others.ts";
import { APACHE, JETTY, LIGHTTPD, TOMCAT } from "./percent.ts";
import { SQUID } from "./squid.ts";

const DIALECTS: readonly Dialect[] = [
  NGINX,
  APACHE,
  HAPROXY,
  LIGHTTPD,
  SQUID,
  ENVOY,
  GUNICORN,
  MORGAN,
  TOMCAT,
  JETTY,
  CADDY,
  TRAEFIK,
];

export interface MakersFormat extends FoundFormat {
  dialect: Dialect;
}

/** @returns what the text configures; none where it is no configuration */
export function configuredFormats(text: string): MakersFormat[] {
  return DIALECTS.flatMap((dialect) => dialect.find(text).map((found) => ({ ...found, dialect })));
}

/** @returns the dialect whose variables make up most of a format string; undefined where it is none */
export function aloneFormat(text: string): MakersFormat | undefined {
  const line = text.trim();
  if (line === "" || line.split("\n").length > 20) return undefined;
  const format = line.replace(/\s*\n\s*/g, " ").replace(/^(["'])(.*)\1$/s, "$2");
  let best: MakersFormat | undefined;
  let most = 0;
  for (const dialect of DIALECTS) {
    const known = knownVariables(dialect, format);
    if (known > most) [best, most] = [{ name: "format", format, dialect }, known];
  }
  return best;
}

function knownVariables(dialect: Dialect, format: string): number {
  const table = variableTable(dialect.maker);
  const names = dialect.pieces(format).flatMap((piece) => ("text" in piece ? [] : [piece.variable.name]));
  return names.reduce((sum, name) => sum + (table.has(name) ? name.length : -1), 0);
}
