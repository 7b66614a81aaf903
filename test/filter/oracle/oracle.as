// AssemblyScript (not .ts, so that TypeScript leaves it alone): json-as reads and writes what the filter is tested on.
import { JSON } from "json-as";

@json
class WebRecord {
  file: string = "";
  offset: i64 = 0;
  method: string = "";
  path: string = "";
  status: i32 = 0;
  size: i64 = 0;
  agent: string = "";
}

@json
class Event {
  v: i32 = 0;
  id: string = "";
  ts: f64 = 0;
  kind: string = "";
  label: string = "";
  severity: string = "";
  score: f64 = 0;
  bot: f64 = 0;
  threat: f64 = 0;
  anomaly: f64 = 0;
  why: string[] = [];
  tpl: string = "";
  model: string = "";
  ip: string = "";
  method: string = "";
  path: string = "";
  status: i32 = 0;
  bytes: i64 = 0;
  ua: string = "";
}

@json
class Answer {
  file: string = "";
  offset: i64 = 0;
  method: string = "";
  path: string = "";
  status: i32 = 0;
  size: i64 = 0;
  agent: string = "";
  smartlog: Event = new Event();
}

/** A record as json-as writes it. */
export function build(file: string, offset: f64, method: string, path: string, status: i32, size: f64, agent: string): string {
  const record = new WebRecord();
  record.file = file;
  record.offset = <i64>offset;
  record.method = method;
  record.path = path;
  record.status = status;
  record.size = <i64>size;
  record.agent = agent;
  return JSON.stringify(record);
}

/** The filter's answer as json-as reads it, joined by U+001F. */
export function read(json: string): string {
  const answer = JSON.parse<Answer>(json);
  const event = answer.smartlog;
  return [
    answer.file, answer.offset.toString(), answer.method, answer.path, answer.status.toString(), answer.size.toString(), answer.agent,
    event.kind, event.method, event.path, event.status.toString(), event.bytes.toString(), event.ua, event.id, event.tpl, event.model,
  ].join("\x1f");
}

/** Whether json-as takes the text for an object of any shape; where not, it may also abort. */
export function accepts(json: string): i32 {
  return JSON.parse<JSON.Obj>(json).keys().length;
}
