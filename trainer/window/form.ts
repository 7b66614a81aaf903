/**
 * Form of an event: what one judgement of people or rules holds for. A message's is its template. A web request's is finer,
 * since its template has neither parameters nor the names that clients made up: method, segments of the path and names of
 * the parameters, tokens with a digit masked; whatever was answered, whoever asked.
 */
import { fnv } from "../model/hash.ts";

/** What stands in quotes; else letters, digits and what holds them together in names, and all that is not ASCII. */
const TOKEN = /"(?:[^"\\]|\\.)*"?|[\w.%+@#\u0080-\uffff-]+/g;

/**
 * @param isWeb whether it is a web request's
 * @param template fingerprint
 * @param method,path of a request, query included; empty where it has none
 */
export function formOf(isWeb: boolean, template: number, method: string, path: string): number {
  if (!isWeb) return template;
  const mark = path.indexOf("?");
  if (mark < 0) return fnv(`${method} ${masked(path)}`);
  const names = path.slice(mark).replace(/=[^&]*/g, "");
  return fnv(`${method} ${masked(path.slice(0, mark))}${masked(names)}`);
}

/** The same of a line whose fields are not at hand; of a request that is written in no request line its template. */
export function formOfLine(isWeb: boolean, template: number, line: string): number {
  const [, method, path] = /\b([A-Z]{3,9}) (\/\S*)/.exec(line) ?? [];
  return formOf(isWeb && path !== undefined, template, method ?? "", path ?? "");
}

function masked(text: string): string {
  return text.replace(TOKEN, (token) => (/^"|\d/.test(token) ? "*" : token));
}
