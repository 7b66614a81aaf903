/** `smartlog report --mail`, to a real SMTP server. */
import { writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ingest } from "../../store/ingest.ts";
import { temporaryFolder } from "../folder.ts";
import { NOON, row } from "../store/record.ts";
import { type TestStore, testStore } from "../store/test-store.ts";
import { smartlog } from "./command.ts";

const HOSTILE = `"><script>alert(1)</script>\r\nBcc: evil@evil.example\r\n\r\n.\r\n`;
const DAY = new Date(NOON * 1000).toISOString().slice(0, 10);
const folder = temporaryFolder();
const config = join(folder, "watch.yaml");

let store: TestStore;
let server: SMTPServer;
let refused = "";
const mails: { to: string[]; raw: string }[] = [];
beforeEach(() => {
  mails.length = 0;
  refused = "";
});
beforeAll(async () => {
  store = await testStore();
  const attack = { label: "attack", severity: "high", status: 200, path: `/${HOSTILE}`, host: HOSTILE };
  await ingest(store.pool, "t", [row(1, attack), row(2, { ip: "192.0.2.1", bytes: 1000, ua: HOSTILE })]);
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (session.envelope.rcptTo.some(({ address }) => address === refused))
          return done(new Error("no room"));
        const raw = Buffer.concat(chunks).toString();
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw });
        done();
      });
    },
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.server.address() as AddressInfo;
  const channel = (to: string) =>
    `{ type: smtp, host: 127.0.0.1, port: ${port}, tls: none, from: "SmartLog <log@a.example>", to: ${to} }`;
  writeFileSync(
    config,
    `channels:\n  mail: ${channel("ann@a.example")}\n  others: ${channel("bob@a.example")}\n  run: { type: command, command: [/bin/true] }\n`,
  );
});
afterAll(async () => {
  await new Promise<void>((closed) => server.close(() => closed()));
  await store?.close();
});

const report = (...args: string[]) =>
  smartlog(["report", "--until", DAY, "--watch", config, ...args], { env: { DATABASE_URL: store.url } });
/** Soft line breaks and escapes of quoted-printable (RFC 2045) undone. */
const unquoted = (raw: string) =>
  raw
    .replace(/=\r\n/g, "")
    .replace(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll("=", ""), "hex").toString());
/** The head, one header a line. */
const headers = (raw: string) =>
  raw
    .slice(0, raw.indexOf("\r\n\r\n"))
    .replace(/\r\n\s+/g, " ")
    .split("\r\n");

test("is mailed once by each mail channel: ten lines as text and as HTML, nothing of the log as a header or a tag", async () => {
  const { code, stdout, stderr } = await report("--mail");
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(mails.map(({ to }) => to)).toEqual([["ann@a.example"], ["bob@a.example"]]);
  for (const { raw } of mails) {
    const head = headers(raw);
    expect(head.filter((line) => /^(subject|bcc|to|from|message-id):/i.test(line))).toHaveLength(4);
    expect(head.find((line) => line.startsWith("Subject:"))).toMatch(
      /^Subject: SmartLog on .*: look at .*attacks.*/,
    );
    const text = unquoted(raw);
    for (const topic of ["! Attacks", "  People", "  Model", "  Alarms"]) expect(text).toContain(topic);
    expect(text).toMatch(/Attacks +1 request, 1 answered 2xx/);
    expect(text.slice(text.indexOf("<!doctype"))).toContain("&lt;script&gt;");
    expect(text.slice(text.indexOf("<!doctype"))).not.toContain("<script");
    expect(text).not.toMatch(/^Bcc:/m);
    expect(raw).not.toContain("Content-Disposition: attachment");
  }
  expect(new Set(mails.map(({ raw }) => /^Message-ID: .*$/im.exec(raw)?.[0])).size).toBe(2);
});

test("goes by one channel where it is named, with the page attached where that is asked for", async () => {
  expect(await report("--mail", "others", "--format", "html")).toMatchObject({ code: 0, stdout: "" });
  expect(mails.map(({ to }) => to)).toEqual([["bob@a.example"]]);
  const [, encoded = ""] =
    /filename=smartlog-[\d-]+\.html[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(mails[0]?.raw ?? "") ?? [];
  expect(Buffer.from(encoded, "base64").toString()).toContain('<ol class="lines">');
});

test("a server that takes none is an error that names the channel, and the other has its mail", async () => {
  refused = "ann@a.example";
  const { code, stderr } = await report("--mail");
  expect(code).toBe(1);
  expect(stderr).toMatch(/the report was not mailed by mail: .*no room/);
  expect(mails.map(({ to }) => to)).toEqual([["bob@a.example"]]);
});

test.each([
  [["--mail", "run"], 2, "run is no channel of type smtp"],
  [["--mail", "none"], 2, "of type smtp there are: mail, others"],
  [["--mail", "--watch", join(folder, "none.yaml")], 1, "none.yaml can't be read"],
])("%j says what is wrong before anything is sent", async (args, code, said) => {
  expect(await report(...args)).toMatchObject({ code, stderr: expect.stringContaining(said) });
  expect(mails).toEqual([]);
});
