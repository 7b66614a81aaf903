/** Apache's way, and that of those who took it over: `%h`, `%>s`, `%{User-Agent}i`. */
import type { Piece } from "../nodes.ts";
import { variableTable } from "../variables.ts";
import { byName, cut, type Dialect, type FoundFormat, joinLines, unescapeQuotes } from "./dialect.ts";

/** Conditions (`%!200,304`) and which of several requests is meant (`<`, `>`) change no meaning. */
const VARIABLE = /%%|%!?[\d,]*[<>]?((?:\{[^}]*\})?[a-zA-Z])/g;
const TEXTS: Readonly<Record<string, string>> = { "\\t": "\t", "\\n": "\n" };

function piecesOf(maker: string): (format: string) => Piece[] {
  return (format) =>
    cut(
      format.replace(/\\[tn]/g, (match) => TEXTS[match] as string),
      maker,
      VARIABLE,
      (match) => (match === "%%" ? "%" : undefined),
    );
}

/** The text of an argument: quoted, or a word. */
const ARGUMENT = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)/gs;

function argumentsOf(text: string): string[] {
  return Array.from(text.matchAll(ARGUMENT), ([, double, single, word]) =>
    unescapeQuotes(double ?? single ?? word ?? ""),
  );
}

function findApache(configuration: string): FoundFormat[] {
  const found: FoundFormat[] = [];
  const { named } = variableTable("apache");
  const used = new Set<string>();
  for (const [, directive = "", rest = ""] of joinLines(configuration).matchAll(
    /^[ \t]*(LogFormat|CustomLog|TransferLog|GlobalLog)[ \t]+(.*)$/gim,
  )) {
    const [first = "", second] = argumentsOf(rest);
    if (/^LogFormat$/i.test(directive)) {
      // Squid's directive of this name has the format behind its name.
      if (first.includes("%")) found.push({ name: second ?? "default", format: first });
    } else if (second?.includes("%")) found.push({ name: "custom", format: second, isUsed: true });
    else used.add(second ?? "default");
  }
  for (const [name, format] of Object.entries(named))
    if (used.has(name) && !found.some((each) => each.name === name)) found.push({ name, format });
  return found.map((each) => ({ ...each, isUsed: each.isUsed ?? used.has(each.name) }));
}

function findLighttpd(configuration: string): FoundFormat[] {
  const quoted = /accesslog\.format\s*=\s*"((?:[^"\\]|\\.)*)"/g;
  return Array.from(configuration.matchAll(quoted), ([, format = ""]) => ({
    name: "accesslog",
    format: unescapeQuotes(format),
  }));
}

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: "<", gt: ">", amp: "&" };

function unescapeXml(text: string): string {
  return text.replace(/&(quot|apos|lt|gt|amp);/g, (_, name: string) => ENTITIES[name] as string);
}

function findTomcat(configuration: string): FoundFormat[] {
  const { named } = variableTable("tomcat");
  const xml = Array.from(configuration.matchAll(/<Valve\b[^>]*AccessLogValve[^>]*>/gs), ([valve]) =>
    unescapeXml(/\bpattern\s*=\s*(?:"([^"]*)"|'([^']*)')/s.exec(valve)?.slice(1).find(Boolean) ?? "common"),
  );
  const property = /^\s*(?:server\.tomcat\.accesslog\.)?pattern\s*[=:]\s*(.*%.*)$/gm;
  const properties = configuration.includes("accesslog")
    ? Array.from(configuration.matchAll(property), ([, format = ""]) =>
        format.trim().replace(/^(["'])(.*)\1$/, "$2"),
      )
    : [];
  return [...xml, ...properties].map((format) => ({
    name: format in named ? format : "accesslog",
    format: named[format] ?? format,
  }));
}

function findJetty(configuration: string): FoundFormat[] {
  const xml = /<Arg[^>]*>([^<]*%[^<]*)<|name="formatString"[^>]*>([^<]*)</gs;
  const property = /jetty\.requestlog\.formatString\s*=\s*(.*)$/gm;
  return [...configuration.matchAll(xml), ...configuration.matchAll(property)].map(([, one, two]) => ({
    name: "requestlog",
    format: unescapeXml((one ?? two ?? "").trim()),
  }));
}

const of = (maker: string, find: Dialect["find"]): Dialect => {
  const pieces = piecesOf(maker);
  return { maker, find, pieces: (format) => pieces(byName(variableTable(maker), format)) };
};

export const APACHE = of("apache", findApache);
export const LIGHTTPD = of("lighttpd", findLighttpd);
export const TOMCAT = of("tomcat", findTomcat);
export const JETTY = of("jetty", findJetty);
