import type { Filter } from "../../../host/filter.ts";
import { printable } from "../../lib/output.ts";
import type { Advice, Findings } from "../finding.ts";
import type { Line } from "../pipeline/line.ts";
import type { Pipeline, Route } from "../pipeline/pipeline.ts";

const LINE =
  '192.0.2.1 - - [01/Jan/2026:00:00:00 +0000] "GET /?q=1%27+UNION+SELECT+1-- HTTP/1.1" 200 5 "-" "-"';
const REMEDY =
  "Name the key with smartlog configure --line-key, or let the line stay under log until it is scored.";

const UNREAD = "Its lines are judged as if they were empty or of no known form: attacks pass for normal.";
const GUESSED =
  "The longest string of a record is taken for its line: a client that sends a longer one hides it, and no address or account is read out of it.";

/** Whether the filter finds the line where the pipeline has it when it is scored: tried, with an access log's line. */
export function checkLineKeys({ routes }: Pipeline, filter: Filter, findings: Findings): void {
  const told = new Set<string>();
  for (const route of routes.filter(({ scorers }) => scorers.length > 0)) {
    const fault = faultOf(route, filter);
    if (!fault || told.has(fault.message)) continue;
    told.add(fault.message);
    const { message, isGuessed, ...advice } = fault;
    if (isGuessed) findings.warning("line-key-guessed", message, advice);
    else findings.error("line-key-unread", message, advice);
  }
}

/** @property isGuessed whether the filter takes the line for want of a key that it knows */
interface Fault extends Advice {
  message: string;
  isGuessed?: boolean;
}

function faultOf({ input, line }: Route, filter: Filter): Fault | undefined {
  if (line.is === "unknown") return undefined;
  if (line.is === "removed")
    return {
      message: `${line.by.where}: ${line.setting} takes the line of ${input.where} away before it is scored`,
      breaks: UNREAD,
      remedy: "Put that filter behind the wasm filter, or allow the line's key.",
      at: line.by.at,
    };
  const found = lookedFor(filter, line);
  if (found === "read") return undefined;
  if (line.within)
    return {
      message: `${input.where}: lines of ${line.within === "cri" ? "containers" : "Docker"} are read without their parser, and the filter doesn't find what is within`,
      breaks: UNREAD,
      remedy: "Set multiline.parser: docker, cri on the input.",
      at: input.at,
    };
  const isGuessed = found === "guessed";
  const where = `${input.where}: the line is under ${printable(line.key)}`;
  return {
    message: isGuessed
      ? `${where}, which the filter doesn't know: it takes the longest string`
      : `${where}, where the filter doesn't look`,
    breaks: isGuessed ? GUESSED : UNREAD,
    isGuessed,
    remedy: REMEDY,
    at: input.at,
  };
}

/** `guessed`: it took the longest string, for want of a key that it knows. */
function lookedFor(
  filter: Filter,
  { key, within }: Extract<Line, { is: "under" }>,
): "read" | "guessed" | "unread" {
  const text =
    within === "docker"
      ? JSON.stringify({ log: `${LINE}\n`, stream: "stdout", time: "2026-01-01T00:00:00.000000000Z" })
      : within === "cri"
        ? `2026-01-01T00:00:00.000000000Z stdout F ${LINE}`
        : LINE;
  const record = key.split(".").reduceRight<unknown>((value, name) => ({ [name]: value }), text);
  const event = filter.event(Buffer.from(JSON.stringify(record)));
  if (event?.kind !== "web") return "unread";
  return "line_key" in event ? "guessed" : "read";
}
