import { expect, test } from "vitest";
import {
  classNameOf,
  classOf,
  fingerprintOf,
  markOf,
  SessionSet,
  setOf,
} from "../../trainer/model/session-set.ts";
import { KnownSessions, MAX_CLASSES, putSessions, sessionsIn } from "../../trainer/model/sessions.ts";

const [OPEN, READ, WRITE, CLOSE] = [0x5d94f56f, 0x39da4939, 0x0e60062f, 0xffffffff];
const FILES = classOf("file_17", "");

test("a session's set does not depend on the order of its steps, nor on repeats", () => {
  expect(setOf([OPEN, READ, READ, CLOSE])).toBe(setOf([OPEN, CLOSE, READ]));
  expect(setOf([OPEN, READ])).not.toBe(setOf([OPEN, WRITE]));
  expect(setOf([])).toBe(0);
});

test("a session's set stops at twenty steps", () => {
  const session = new SessionSet();
  for (let step = 1; step <= 20; step++) expect(session.add(step)).toBe(true);
  const { set } = session;
  expect(session.add(21)).toBe(false);
  expect(session.set).toBe(set);
});

test("the class of a session is told by its key, and where that has no name by the service", () => {
  const uuid = "2a98d980-f572-4ebf-b0fb-d7e64e7966d7";
  expect(classNameOf("blk_-2689680938379100816", "dfs.DataNode")).toBe("blk_*");
  expect(classNameOf(uuid, "nova.compute.manager")).toBe("nova uuid");
  expect(classNameOf(`req-${uuid}`, "nova.compute.manager")).toBe("nova id");
  expect(classNameOf("4F2A11C0B3", "postfix/qmgr")).toBe("postfix id");
  expect(classNameOf("sshd[812]", "sshd")).toBe("sshd[*]");
  expect(classNameOf(uuid, "")).toBe(" uuid");
});

test("what is known of sessions comes out of a model as it went in", () => {
  const known = new KnownSessions(
    [FILES],
    [fingerprintOf("step", FILES, markOf(OPEN)), fingerprintOf("set", FILES, setOf([OPEN]))],
    [fingerprintOf("end", FILES, setOf([OPEN, CLOSE]))],
  );
  const sections = new Map<string, Buffer>();
  putSessions(sections, known);
  expect(sections.get("SESS")?.length).toBe(known.bytes);
  const found = sessionsIn(sections);
  expect(found.judges(FILES)).toBe(true);
  expect(found.judges(FILES + 1)).toBe(false);
  expect([OPEN, READ].map((step) => found.hasStep(FILES, step))).toEqual([true, false]);
  expect([[OPEN], [OPEN, CLOSE]].map((steps) => found.passes(FILES, setOf(steps)))).toEqual([true, false]);
  expect([[OPEN], [OPEN, CLOSE]].map((steps) => found.ends(FILES, setOf(steps)))).toEqual([false, true]);
  putSessions(sections, new KnownSessions());
  expect(sections.size).toBe(0);
  expect(sessionsIn(sections).classes.size).toBe(0);
});

test("more than the filter has room for is refused", () => {
  const classes = Array.from({ length: MAX_CLASSES + 1 }, (_, i) => i);
  expect(() => new KnownSessions(classes)).toThrow("64, 2304, 512 are the most");
});
