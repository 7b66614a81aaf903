/** Makers whose variables are plain names: gunicorn, morgan, Caddy, Traefik. */
import type { Piece } from "../nodes.ts";
import { variableTable } from "../variables.ts";
import { byName, cut, type Dialect, type FoundFormat, unescapeQuotes } from "./dialect.ts";

/** A text in quotes of Python, JavaScript or a shell. */
const STRING = String.raw`(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\`((?:[^\`\\]|\\.)*)\`)`;

/** The texts of neighbouring strings in one. */
function textOf(strings: string): string {
  return Array.from(strings.matchAll(new RegExp(STRING, "gs")), ([, a, b, c]) =>
    unescapeQuotes(a ?? b ?? c ?? ""),
  ).join("");
}

function findStrings(configuration: string, before: RegExp, name: string): FoundFormat[] {
  const pattern = new RegExp(`${before.source}((?:${STRING}[\\s+\\\\]*)+)`, "gs");
  return Array.from(configuration.matchAll(pattern), (match) => ({
    name,
    format: textOf(match[0].slice(match[0].search(/["'`]/))),
  }));
}

function of(maker: string, variable: RegExp, find: Dialect["find"]): Dialect {
  const pieces = (format: string): Piece[] => cut(byName(variableTable(maker), format), maker, variable);
  return { maker, find, pieces };
}

export const GUNICORN = of("gunicorn", /%\(((?:\{[^}]*\})?\w)\)s/g, (configuration) =>
  findStrings(
    configuration,
    /(?:access_log_format\s*=\s*\(?\s*|--access-logformat[ =])/,
    "access_log_format",
  ).filter(({ format }) => format.includes("%(")),
);

export const MORGAN = of("morgan", /:([a-z][a-z-]*(?:\[[^\]]*\])?)/g, (configuration) => {
  const { named } = variableTable("morgan");
  return findStrings(configuration, /\bmorgan\(\s*/, "access").filter(
    ({ format }) => format in named || /:[a-z]/.test(format),
  );
});

export const CADDY = of("caddy", /\{([a-z_]+(?:>[^}]*)?)\}/g, (configuration) => {
  const { named } = variableTable("caddy");
  const transforms = findStrings(configuration, /\bformat\s+transform\s+/, "transform");
  const isJson = /\bformat\s+json\b/.test(configuration) && /^\s*log\b/m.test(configuration);
  return isJson ? [...transforms, { name: "json", format: named.json as string }] : transforms;
});

/** Traefik knows two formats; what of a request's headers it writes, its configuration says. */
export const TRAEFIK = of("traefik", /\$\{([\w-]+)\}/g, (configuration) => {
  const { named } = variableTable("traefik");
  const isOn = /accesslog/i.test(configuration) && !/\bmorgan\b|log_format/.test(configuration);
  if (!isOn) return [];
  const isJson =
    /accesslog[^\n]*\n(?:\s+[^\n]*\n)*?\s*format\s*[:=]\s*["']?json|accesslog\.format=json/i.test(
      configuration,
    );
  const name = isJson ? "json" : "common";
  const isNamed =
    isJson ||
    /accesslog[^\n]*(?:\n\s+[^\n]*)*?\n?\s*format\s*[:=]\s*["']?common|accesslog(\.format=common|:\s*\{\}|=true)/i.test(
      configuration,
    );
  return isNamed ? [{ name, format: named[name] as string }] : [];
});
