import { parseAllDocuments } from "yaml";
import type { Piece } from "../nodes.ts";
import { variableTable } from "../variables.ts";
import { byName, cut, type Dialect, type FoundFormat } from "./dialect.ts";

const MAKER = "envoy";
const VARIABLE = /%([A-Z_]+(?:\([^)]*\))?)(?::\d+)?%/g;
/** Members that hold a format, in Envoy's configuration and Istio's. */
const MEMBERS: readonly string[] = [
  "format",
  "text_format",
  "inline_string",
  "json_format",
  "accessLogFormat",
  "text",
  "labels",
];

function find(configuration: string): FoundFormat[] {
  if (!/%[A-Z_]+(\([^)]*\))?%/.test(configuration)) return [];
  const documents = parseAllDocuments(configuration);
  return documents.flatMap((document) => (document.errors.length ? [] : formatsIn(document.toJS(), "")));
}

function formatsIn(value: unknown, member: string): FoundFormat[] {
  const isFormat = MEMBERS.includes(member);
  if (typeof value === "string")
    return isFormat && value.includes("%") ? [{ name: member, format: value.trim() }] : embedded(value);
  if (typeof value !== "object" || value === null) return [];
  const text = JSON.stringify(value);
  if (isFormat && !Array.isArray(value) && isFlat(value) && text.includes("%"))
    return [{ name: member, format: text, quotes: "escaped" }];
  return Object.entries(value).flatMap(([name, each]) => formatsIn(each, name));
}

function isFlat(value: object): boolean {
  return Object.values(value).every((each) => typeof each === "string");
}

/** Istio's mesh configuration is a text of YAML inside a config map. */
function embedded(value: string): FoundFormat[] {
  return value.includes("accessLogFormat") ? find(value) : [];
}

function pieces(format: string): Piece[] {
  const table = variableTable(MAKER);
  const modern = byName(table, format)
    .replace(/REQUEST_HEADER\(/g, "REQ(")
    .replace(/RESPONSE_HEADER\(/g, "RESP(");
  const text = modern.replace(/\\n$/, "");
  return cut(text.replace(/%START_TIME\([^)]*\)%/g, "%START_TIME%"), MAKER, VARIABLE);
}

export const ENVOY: Dialect = { maker: MAKER, find, pieces };
