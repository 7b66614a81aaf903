/** Which messages have one template: values vary, words tell events apart, without a word about the system's format. */
import { describe, expect, test } from "vitest";
import { Filter } from "../../host/filter.ts";

const filter = Filter.load();
const log = (message: string) => `2026-11-21T06:19:00Z INFO shop.stock - ${message}`;
const explained = (line: string) =>
  JSON.parse(filter.explain(JSON.stringify({ log: line }))) as {
    template: string;
    smartlog: { tpl: string };
  };
const tplOf = (line: string) => explained(line).smartlog.tpl;

test.each<[string, readonly string[]]>([
  ["numbers and ids", ["wrote 12 blocks of blk_-77", "wrote 3 blocks of blk_9182"]],
  ["hexadecimal without a digit", ["mask set to ffffffff again", "mask set to 1f again"]],
  [
    "groups of a hardware address",
    ["lease given to aa:bb:cc:dd:ee:ff today", "lease given to 0a:1b:cc:3d:ee:5f today"],
  ],
  ["paths of any depth", ["cannot open /etc/hosts today", "cannot open /srv/app/conf/main.yaml today"]],
  [
    "drives and backslashes",
    ["loaded core from C:\\Windows\\a.dll now", "loaded core from D:\\x\\y\\z.dll now"],
  ],
  ["names of hosts and files", ["asked mail.example.com for it", "asked backup.example.org for it"]],
  ["names of files with capitals", ["ran Setup.exe for it", "ran QQ.dll for it"]],
  ["names of packages", ["start of com.example.shop done", "start of org.example.mail.sync done"]],
  ["mailboxes", ["sent note to ada@example.com now", "sent note to bob@example.org now"]],
  [
    "values of pairs, quoted or not",
    ['acquire lock tag="View Lock" name=android', "acquire lock tag=x name=audioserver"],
  ],
  ["values of JSON", ['sent {"user":"ada","id":7}', 'sent {"user": "bob", "id": 12}']],
  ["quotes", ['user "ada" signed the form', 'user "bob smith" signed the form']],
  [
    "paths that a quoted request asks for",
    ['saw "GET /a HTTP/1.1" twice', 'saw "GET /b/c?d=e HTTP/1.1" twice'],
  ],
  [
    "how many values follow each other",
    ["asked 10.0.0.1:80 to drop blk_1", "asked 10.0.0.1:80 to drop blk_1 blk_2, blk_3"],
  ],
  [
    "empty brackets and full ones",
    ["came from 192.0.2.1 () in time", "came from 192.0.2.1 (host-7.example.com) in time"],
  ],
  ["padded blanks", ["state   was  changed to   7", "state was changed to 12"]],
  [
    "weekdays and months",
    ["closed at Fri Jun 17 07:07:00 2005 by peer", "closed at Sun Jul  3 23:16:09 2005 by peer"],
  ],
  ["units of sizes and times", ["sent 12 KB in 5 ms there", "sent 1.5 MB in 2 seconds there"]],
  ["numbered names in capitals", ["synchronized to LOCAL(0) as peer", "synchronized to 10.1.2.3 as peer"]],
  [
    "context in brackets in front",
    ["[req-17 ada -] instance was started", "[-] [instance: 9f-2] instance was started"],
  ],
  ["dots that lead the eye", ["illegal instruction......0", "illegal instruction...1"]],
])("%s vary", (_name, messages) => {
  expect(new Set(messages.map((message) => tplOf(log(message)))).size).toBe(1);
});

test.each<[string, string, string]>([
  ["words", "session opened for a user", "session closed for a user"],
  ["methods in quotes", 'saw "GET /a HTTP/1.1" twice', 'saw "POST /a HTTP/1.1" twice'],
  ["keywords in quotes", 'state went to "RUNNING" now', 'state went to "FAILED" now'],
  ["single quotes", "icon is in state 'Active' now", "icon is in state 'Inactive' now"],
  ["messages that begin with a quote", '"SyncLoop add" pod="x"', '"SyncLoop remove" pod="x"'],
  ["what a pair says that happened", "audit of acct=root res=success", "audit of acct=root res=failed"],
  ["a pair's message", 'line of level=info msg="was up"', 'line of level=info msg="was down"'],
  ["keys of JSON", 'sent {"user":"ada","id":7}', 'sent {"host":"web1","id":7}'],
  ["a message in JSON", '{"n":7,"msg":"was up"}', '{"n":7,"msg":"was down"}'],
  ["keys of pairs", "seen uid=1 rhost=a", "seen uid=1 rhost=a user=root"],
  ["exceptions", "got java.lang.IllegalStateException there", "got java.io.IOException there"],
  ["functions", "call of kernel.start() done", "call of kernel.stop() done"],
  ["methods of a class", "NameSystem.addBlock was asked", "NameSystem.delete was asked"],
  ["alternatives", "end of read/write there", "end of read/execute there"],
  ["versions of IP", "address of IPv4 was set", "address of IPv6 was set"],
  ["words after dots that lead", "instruction......0", "exception......0"],
  ["words that are months elsewhere", "the job may run", "the job sat idle"],
  ["a bracket with words in front", "[UFW BLOCK] seen", "[UFW ALLOW] seen"],
])("%s tell events apart", (_name, one, other) => {
  expect(tplOf(log(one))).not.toBe(tplOf(log(other)));
});

test("a level in front of the text is no part of it", () => {
  const event = (level: string) =>
    `1131523501 2005.11.09 R02-M1 2005-11-09-00.05.01.675872 R02-M1 RAS KERNEL ${level} cache parity error corrected`;
  expect(explained(event("INFO")).template).toBe("cache parity error corrected");
  expect(tplOf(event("FATAL"))).toBe(tplOf(event("INFO")));
});

describe("the program", () => {
  const line = (program: string, message: string) => `Nov 21 06:00:00 db1 ${program}[7]: ${message}`;

  test("is no part of what says enough by itself", () => {
    const opened = "session opened for user ada by (uid=0)";
    expect(tplOf(line("crond(pam_unix)", opened))).toBe(tplOf(line("su(pam_unix)", opened)));
  });

  test("is part of a text of one word, and stands in front of it", () => {
    expect(tplOf(line("crond", "succeeded"))).not.toBe(tplOf(line("portmap", "succeeded")));
    expect(explained(line("crond", "exit 17")).template).toBe("crond: exit *");
  });
});

test("the text is the message with a star for what varies", () => {
  const message = '[main:12] asked 10.0.0.1:80 (a.example.com) to  drop "x" of (7, 8), uid=7; 12 KB left';
  expect(explained(log(message)).template).toBe("asked * to drop * of (*), uid=* left");
});

describe("a request in an application's log", () => {
  const told = (request: string) =>
    `2026-11-14 06:19:00.008 25746 INFO nova.osapi.wsgi [req-1f - -] 192.0.2.1 "${request} HTTP/1.1" status: 200 len: 9 time: 0.2`;

  test("is the message that tells of it, whatever was asked for", () => {
    expect(tplOf(told("GET /v2/servers/detail"))).toBe(tplOf(told("GET /v2/flavors")));
    expect(tplOf(told("GET /v2/servers"))).not.toBe(tplOf(told("DELETE /v2/servers")));
  });

  test("is a request where the line has nothing else", () => {
    const access = (path: string) => `INFO:     192.0.2.1:7 - "GET ${path} HTTP/1.1" 200 OK`;
    expect(tplOf(access("/a"))).not.toBe(tplOf(access("/b")));
  });
});
