/** Each channel against a receiver of its protocol: what attackers write comes through as text, and failures are told apart. */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Channel } from "../../watch/channels/channel.ts";
import { readConfig } from "../../watch/config/config.ts";
import type { Message } from "../../watch/message.ts";
import { temporaryFolder } from "../folder.ts";
import { HttpSink, MailSink } from "./sinks.ts";

const HIT = "<script>alert(1)</script>";
const TITLE = 'a\r\nBcc: x@y.z <!channel> @everyone `*_~| </b> & "q" http://evil.example/x \u202e\u001b[31m';
const MADE = new Date("2026-11-30T22:00:00Z");

const MESSAGE: Message = {
  id: "7",
  owner: "ops",
  kind: "told",
  severity: "critical",
  madeAt: MADE,
  title: TITLE,
  items: [
    {
      incident: "42",
      class: "scan",
      change: "opened",
      severity: "critical",
      title: TITLE,
      where: "web1 · 203.0.113.7 (NL)",
      first: MADE.toISOString(),
      last: MADE.toISOString(),
      lines: [{ text: `GET /?q=${HIT}&r=\`<@U1>\` HTTP/1.1`, hit: HIT }],
      advice: "Look at it.",
    },
  ],
  more: 0,
  text: [],
  note: "",
  answers: null,
};

let http: HttpSink;
let mail: MailSink;
const folder = temporaryFolder();
beforeAll(async () => {
  [http, mail] = [await new HttpSink().start(), await new MailSink().start()];
});
afterAll(() => Promise.all([http?.stop(), mail?.stop()]));
beforeEach(() => {
  http.requests.length = 0;
  mail.mails.length = 0;
  mail.refusal = undefined;
  http.answer = (response) => response.end("ok");
});

function channel(settings: string): Channel {
  const text = `link: https://logs.example.org\nsecret: ${"s".repeat(32)}\ntime_zone: Europe/Berlin\nchannels:\n  one: ${settings}\n`;
  return readConfig("watch.yaml", text, {}).channels.get("one") as Channel;
}

const send = (settings: string, message = MESSAGE) =>
  channel(settings).send(message, AbortSignal.timeout(10_000));
const body = () => http.requests[0]?.body;

test("mail: subject on one line, HTML escaped, the message's own id, no answering machines", async () => {
  await send(
    `{ type: smtp, host: 127.0.0.1, port: ${mail.port}, tls: none, from: S <s@example.org>, to: [a@example.org, b@example.org] }`,
  );
  const [received] = mail.mails;
  expect(received?.to).toEqual(["a@example.org", "b@example.org"]);
  expect(received?.messageId).toBe(`smartlog.7.${MADE.getTime().toString(36)}.one@example.org`);
  const raw = (received?.raw ?? "")
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  expect(raw.split("\r\n\r\n")[0]).not.toMatch(/^Bcc:/m);
  expect(raw).toContain("Auto-Submitted: auto-generated");
  expect(raw).toContain("<mark><b>&lt;script&gt;alert(1)&lt;/script&gt;</b></mark>");
  expect(raw.slice(raw.indexOf("<!doctype"))).not.toMatch(/<script|<b><\/b>|http:\/\/evil/);
  expect(raw).toMatch(/https:\/\/logs\.example\.org\/m\/m\.16\./);
  expect(raw).toContain("30 Nov 23:00 CET");
});

test("Slack: no mention, no link, no formatting but its own", async () => {
  await send(`{ type: slack, url: "${http.url}/hook" }`);
  const text: string = body().blocks[0].text.text;
  expect(body().blocks[0].text).toMatchObject({ type: "mrkdwn", verbatim: true });
  expect(text).not.toMatch(/<[!@#]|http:\/\/evil/);
  expect(text).toContain("&lt;!channel&gt;");
  expect(text).toContain("»&lt;script&gt;alert(1)&lt;/script&gt;«");
  expect(text.split("\n")[0]).toMatch(/^\*[^*_~`]+\*$/);
  expect(text).toContain("<https://logs.example.org/incidents/42|Incident>");
});

test("Discord: nobody is mentioned, its marks are escaped, limits are kept", async () => {
  await send(`{ type: discord, url: "${http.url}/hook" }`, { ...MESSAGE, title: "*".repeat(5_000) });
  expect(body().allowed_mentions).toEqual({ parse: [] });
  const [embed] = body().embeds;
  expect(embed.title.length).toBeLessThanOrEqual(256);
  expect(embed.description.length).toBeLessThanOrEqual(4_096);
  expect(embed.description).toContain("[Mute](https://logs.example.org/m/");
  expect(embed.description).not.toContain("`<@U1>`");
});

test("Telegram: its HTML alone, whole below 4,096 characters", async () => {
  await send(`{ type: telegram, token: "1:abc", chat: -100, url: "${http.url}" }`, {
    ...MESSAGE,
    title: "<b>".repeat(2_000),
    items: Array.from(
      { length: 20 },
      () => ({ ...MESSAGE.items[0], title: "&<".repeat(900) }) as Message["items"][number],
    ),
  });
  expect(http.requests[0]?.path).toBe("/bot1:abc/sendMessage");
  expect(body()).toMatchObject({ chat_id: "-100", parse_mode: "HTML" });
  const seen = body()
    .text.replace(/<[^>]*>/g, "")
    .replace(/&\w+;|&#\d+;/g, "x");
  expect(seen.length).toBeLessThanOrEqual(4_096);
  expect(
    body()
      .text.match(/<\/?[a-z]+/g)
      .every((tag: string) => /^<\/?(a|b|code)$/.test(tag)),
  ).toBe(true);
});

test("ntfy, Gotify, Matrix: text as text, and a name by which Matrix drops a second try", async () => {
  await send(`{ type: ntfy, url: "${http.url}", topic: t, token: tk_1 }`);
  await send(`{ type: gotify, url: "${http.url}", token: k }`);
  await send(`{ type: matrix, url: "${http.url}", room: "!r:example.org", token: k }`);
  const [ntfy, gotify, matrix] = http.requests;
  expect(ntfy).toMatchObject({
    headers: { authorization: "Bearer tk_1" },
    body: { topic: "t", priority: 5 },
  });
  expect(ntfy?.body.actions).toHaveLength(3);
  expect(gotify).toMatchObject({
    path: "/message",
    headers: { "x-gotify-key": "k" },
    body: { priority: 10, extras: { "client::display": { contentType: "text/plain" } } },
  });
  expect(matrix?.method).toBe("PUT");
  expect(matrix?.path).toMatch(/\/rooms\/!r%3Aexample\.org\/send\/m\.room\.message\/smartlog\.7\.\w+\.one$/);
  expect(matrix?.body["m.mentions"]).toEqual({});
  expect(matrix?.body.formatted_body).not.toContain("<script");
  for (const text of [ntfy?.body.title, gotify?.body.title, matrix?.body.body])
    for (const hidden of ["\u001b", "\u202e", "\r", "http://evil"]) expect(text).not.toContain(hidden);
});

test("PagerDuty: one alert an incident, resolved when it is over; a digest is none", async () => {
  const settings = `{ type: pagerduty, key: 0123456789abcdef, url: "${http.url}" }`;
  await send(settings);
  await send(settings, { ...MESSAGE, items: MESSAGE.items.map((item) => ({ ...item, change: "closed" })) });
  expect(await send(settings, { ...MESSAGE, kind: "digest" })).toMatch(/nothing was sent/);
  expect(http.requests.map((request) => [request.body.event_action, request.body.dedup_key])).toEqual([
    ["trigger", "smartlog-incident-42"],
    ["resolve", "smartlog-incident-42"],
  ]);
  expect(body().payload).toMatchObject({ severity: "critical", source: "web1 · 203.0.113.7 (NL)" });
});

test("webhook: a template's texts are filled, not parsed; the whole message without one", async () => {
  await send(
    `{ type: webhook, url: "${http.url}", headers: { X-Key: k }, body: { msg: "[{severity}] {title}", all: "{incidents}", n: "{count}" } }`,
  );
  await send(`{ type: webhook, url: "${http.url}" }`);
  expect(http.requests[0]?.headers).toMatchObject({
    "x-key": "k",
    "idempotency-key": expect.stringMatching(/^smartlog\.7\./),
  });
  expect(body().msg).toMatch(/^\[critical\] a Bcc: x@y\.z/);
  expect(body()).toMatchObject({ n: 1, all: [{ id: "42" }] });
  expect(http.requests[1]?.body).toMatchObject({
    owner: "ops",
    incidents: [{ id: "42", mute: expect.stringContaining("/m/m.") }],
  });
});

test("command: arguments are no shell's and no options, the message is on standard input", async () => {
  const program = join(folder, "tell");
  const out = join(folder, "out");
  writeFileSync(
    program,
    `#!/bin/sh\nprintf '%s\\n' "$@" > ${out}\ncat >> ${out}\nenv | grep -c SECRET >> ${out}\nexit 0\n`,
  );
  chmodSync(program, 0o755);
  process.env.SMARTLOG_TEST_SECRET = "x";
  await send(`{ type: command, command: [${program}, "{title}", "{severity}"] }`, {
    ...MESSAGE,
    title: "--rm $(touch /tmp/x); `id`",
  });
  const said = readFileSync(out, "utf8");
  expect(said.split("\n").slice(0, 2)).toEqual([" --rm $(touch /tmp/x); `id`", "critical"]);
  expect(said).toContain('"incidents":[{"id":"42"');
  expect(said).toMatch(/\n?0\n$/);
  writeFileSync(program, "#!/bin/sh\necho no >&2; exit 3\n");
  await expect(send(`{ type: command, command: [${program}] }`)).rejects.toMatchObject({
    of: "channel",
    message: expect.stringMatching(/ended with 3: no/),
  });
});

describe("a failure", () => {
  test.each<[number, Record<string, string>, string, object]>([
    [429, { "retry-after": "7" }, "", { of: "channel", retryAfterSeconds: 7 }],
    [429, {}, '{"retry_after": 1.5}', { of: "channel", retryAfterSeconds: 1.5 }],
    [503, {}, "", { of: "channel" }],
    [401, {}, "", { of: "channel" }],
    [302, { location: "http://127.0.0.1:1/" }, "", { of: "channel" }],
    [400, {}, "invalid_payload", { of: "message", message: expect.stringContaining("invalid_payload") }],
  ])(
    "%i %j is of the channel or of the message, and the address with its secret isn't in it",
    async (status, headers, text, expected) => {
      http.answer = (response) => response.writeHead(status, headers).end(text);
      const failed = await send(`{ type: discord, url: "${http.url}/secret" }`).catch(
        (error: Error) => error,
      );
      expect(failed).toMatchObject(expected);
      expect((failed as Error).message).not.toContain("secret");
    },
  );

  test("of a mail server: no connection is the channel's, a refused recipient the message's", async () => {
    const settings = (port: number) =>
      `{ type: smtp, host: 127.0.0.1, port: ${port}, tls: none, from: s@example.org, to: a@example.org }`;
    await expect(send(settings(1))).rejects.toMatchObject({ of: "channel" });
    mail.refusal = { code: 550, text: "no such user" };
    await expect(send(settings(mail.port))).rejects.toMatchObject({ of: "message" });
    mail.refusal = { code: 451, text: "greylisted" };
    await expect(send(settings(mail.port))).rejects.toMatchObject({ of: "channel" });
    await expect(send(settings(mail.port).replace("tls: none", "tls: starttls"))).rejects.toMatchObject({
      of: "channel",
    });
  });
});
