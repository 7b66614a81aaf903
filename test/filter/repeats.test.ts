/** Of a key that comes twice the last counts, as for JSON.parse and jsonb: what is scored is what is shown. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SmartlogEvent } from "../../host/event.ts";
import { repeating } from "./arbitraries.ts";
import { eventOfRecord } from "./kinds-event.ts";

/** What is read out of a record; scores depend on those before it too. */
function fieldsOf(record: string): Partial<SmartlogEvent> {
  const { id, label, severity, score, bot, threat, anomaly, why, hit, pattern, ...fields } =
    eventOfRecord(record);
  return fields;
}

const ATTACK = "Failed password for root from 203.0.113.7 port 22 ssh2";

describe("a key that comes twice counts the last time:", () => {
  test.each([
    [
      `{"log":"harmless","log":"May 17 10:05:43 host sshd[1]: ${ATTACK}"}`,
      { kind: "auth", ip: "203.0.113.7" },
    ],
    [`{"log":"May 17 10:05:43 host sshd[1]: ${ATTACK}","log":"harmless"}`, { kind: "unknown" }],
    [`{"l\\u006fg":"harmless","log":"May 17 10:05:43 host sshd[1]: ${ATTACK}"}`, { kind: "auth" }],
    [
      '{"remote_addr":"6.6.6.6","status":200,"method":"GET","remote_addr":"203.0.113.7"}',
      { ip: "203.0.113.7" },
    ],
    [
      '{"source":{"ip":"6.6.6.6"},"status":200,"method":"GET","source":{"ip":"203.0.113.7"}}',
      { ip: "203.0.113.7" },
    ],
    ['{"status":500,"method":"GET","status":200}', { status: 200 }],
  ])("%s", (record, fields) => {
    expect(eventOfRecord(record)).toMatchObject(fields);
  });

  test.each([
    ['{"remote_addr":"6.6.6.6","status":200,"method":"GET","remote_addr":null}', "ip"],
    ['{"source":{"ip":"6.6.6.6"},"status":200,"method":"GET","source":{"port":1}}', "ip"],
    ['{"source":{"ip":"6.6.6.6"},"status":200,"method":"GET","source":[1]}', "ip"],
    ['{"host":"a","status":200,"method":"GET","host":{"x":1}}', "host"],
  ] as const)("%s has no %s", (record, field) => {
    expect(eventOfRecord(record)[field]).toBeUndefined();
  });

  test("what a lesser name says stands in for a value that was dropped", () => {
    const record =
      '{"msg":"b","log":"x","log":"y","log":null,"status":200,"method":"GET","client":"203.0.113.7","remote_addr":"6.6.6.6","remote_addr":{}}';
    expect(eventOfRecord(record).ip).toBe("203.0.113.7");
  });

  test("a line's own members don't replace those of the record that it came in", () => {
    const line = JSON.stringify({ remote_addr: "6.6.6.6", status: 200, method: "GET" });
    expect(eventOfRecord(JSON.stringify({ remote_addr: "203.0.113.7", log: line })).ip).toBe("203.0.113.7");
  });
});

test("any record is read as JSON.parse would read it", () => {
  fc.assert(
    fc.property(repeating, (record) => {
      expect(fieldsOf(record)).toEqual(fieldsOf(JSON.stringify(JSON.parse(record))));
    }),
    { numRuns: 3000 },
  );
});

test("a line of JSON too", () => {
  fc.assert(
    fc.property(repeating, (line) => {
      const once = JSON.stringify(JSON.parse(line));
      const record = (log: string) => JSON.stringify({ log });
      const found = [record(line), record(once)].map((each) => ({ ...fieldsOf(each), tpl: "" }));
      expect(found[0]).toEqual(found[1]);
    }),
    { numRuns: 1000 },
  );
});
