import { fill } from "./fill.ts";
import { domain } from "./names.ts";
import type { Random } from "./random.ts";
import { chars } from "./tokens.ts";

/** `length` bytes, one character each. */
export function bytes(rng: Random, length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) text += String.fromCharCode(rng.int(0, 255));
  return text;
}

const byte = (n: number) => String.fromCharCode(n & 255);

/** A TLS client hello: record header, version, random, session, ciphers; servers log it up to its first line feed. */
function clientHello(rng: Random): string {
  const ciphers = rng.int(4, 60) * 2;
  const body = `${byte(3)}${byte(rng.pick([1, 3, 3, 3]))}${bytes(rng, 32)}${rng.chance(0.5) ? byte(32) + bytes(rng, 32) : byte(0)}${byte(ciphers >> 8)}${byte(ciphers)}`;
  let suites = "";
  for (let i = 0; i < ciphers / 2; i++)
    suites += byte(rng.pick([0xc0, 0x00, 0x13, 0xcc, 0xc0])) + byte(rng.int(0, 255));
  const extensions = rng.chance(0.7)
    ? `${byte(1)}${byte(0)}${byte(0)}${byte(rng.int(10, 200))}${byte(0)}${byte(0)}${rng.chance(0.4) ? `${byte(0)}${byte(14)}${byte(0)}${byte(12)}${byte(0)}${byte(0)}${byte(9)}${domain(rng).slice(0, 9)}` : ""}${bytes(rng, rng.int(5, 60))}`
    : "";
  const length = body.length + suites.length + extensions.length;
  return `\x16\x03${byte(rng.pick([0, 1, 1, 1, 3]))}${byte((length + 4) >> 8)}${byte(length + 4)}\x01\x00${byte(length >> 8)}${byte(length)}${body}${suites}${extensions}`;
}

/** First bytes of protocols that have nothing to do with HTTP. */
const GREETINGS: readonly ((rng: Random) => string)[] = [
  (r) =>
    `\x03\x00\x00${byte(r.int(11, 60))}${byte(r.int(6, 54))}\xe0\x00\x00\x00\x00\x00Cookie: mstshash=${r.pick(["Administr", "hello", "Test", "Domain", "user", "eltons", "nmap"])}`,
  (r) => `\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00${byte(r.int(0, 11))}\x00\x00\x00`,
  () => "\x00\x00\x00\xa4\xffSMBr\x00\x00\x00\x00\x08\x01@\x00\x00\x00\x00",
  (r) => `\x00\x00\x00${byte(r.int(40, 220))}\xfeSMB@\x00${bytes(r, r.int(10, 60))}`,
  (r) =>
    `SSH-2.0-${r.pick(["Go", "libssh2_1.11.0", "OpenSSH_8.9p1", "paramiko_3.4.0", "zgrab", "Nmap-SSH2-Hostkey", "AsyncSSH_2.1.0", "JSCH-0.1.54", "PuTTY_Release_0.78"])}`,
  (r) => `MGLNDD_${fill(r, "{ip}")}_${r.pick([80, 443, 8080, 8443])}`,
  () => "\x04\x01\x00\x50\x01\x02\x03\x04\x00",
  (r) => `\x05${byte(r.int(1, 4))}\x00${r.chance(0.5) ? "\x01\x02" : ""}`,
  (r) =>
    `\x80${byte(r.int(40, 130))}\x01\x03\x01\x00${byte(r.int(30, 100))}\x00\x00\x00 ${bytes(r, r.int(20, 60))}`,
  () => "\x12\x01\x00/\x00\x00\x01\x00\x00\x00\x1a\x00\x06\x01\x00 \x00\x01\x02\x00!\x00\x01\x03",
  (r) =>
    `${byte(r.int(40, 80))}\x00\x00\x00${bytes(r, 4)}\x00\x00\x00\x00\xd4\x07\x00\x00\x00\x00\x00\x00admin.$cmd\x00`,
  () => "JDWP-Handshake",
  () => "GIOP\x01\x00\x01\x00$\x00\x00\x00\x00\x00\x00\x00",
  () => "AMQP\x00\x00\x09\x01",
  (r) => `t3 ${r.int(9, 14)}.${r.int(0, 2)}.${r.int(1, 4)}`,
  (r) =>
    `OPTIONS ${r.pick(["sip:nm", "sip:100@1.1.1.1", "sip:100", "rtsp://example.com:554/live.sdp", "/"])} ${r.pick(["SIP/2.0", "RTSP/1.0"])}`,
  (r) =>
    `DESCRIBE rtsp://${fill(r, "{ip}")}:554/${r.pick(["live", "h264", "cam/realmonitor", "Streaming/Channels/101"])} RTSP/1.0`,
  () => "*1",
  () => "0\x0c\x02\x01\x01`\x07\x02\x01\x03\x04\x00\x80\x00",
  (r) => `Gh0st\xad\x00\x00\x00\xe0\x00\x00\x00x\x9c${bytes(r, r.int(10, 50))}`,
  () => "PRI * HTTP/2.0",
  (r) =>
    r.pick([
      "HELP",
      "help",
      "stats",
      "version",
      "QUIT",
      "INFO",
      "EHLO mail",
      "HELO a",
      "USER anonymous",
      "NICK a",
      "GET",
      "GET /",
      "get /",
      "PING",
      "exit",
      "AUTH",
      "LIST",
      "CAPABILITY",
      "status",
      "SHOW",
      "id",
      "hello",
      "root",
      "admin",
      "A",
      "a",
      "x",
      "POST",
      "\\",
      "?",
    ]),
  () => "\x00\x1e\x00\x06\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07version\x04bind\x00\x00\x10\x00\x03",
  (r) =>
    `{"id":${r.int(1, 9)},"jsonrpc":"2.0","method":"${r.pick(["mining.subscribe", "login", "eth_submitLogin", "getwork"])}","params":${r.pick(["[]", '["miner"]', '{"login":"x","pass":"x","agent":"XMRig"}'])}}`,
  () => "l\x00\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00",
  () => "\x10\x1f\x00\x04MQTT\x04\x02\x00<\x00\x13",
  (r) => `${byte(r.int(0, 31))}${bytes(r, r.int(3, 90))}`,
  (r) => `\x01${chars(r, r.int(2, 20))}\x00`,
  (r) => `\xff\xf4\xff\xfd\x06${r.chance(0.5) ? "\xff\xfb\x1f" : ""}`,
  () => "\xfb\xc3\x01\x01",
  (r) => `CNXN\x00\x00\x00\x01\x00\x10\x00\x00${bytes(r, 4)}\xbc\xb1\xa7\xb1host::`,
  (r) => `\x13BitTorrent protocol${bytes(r, 8)}`,
  (r) => `\x27\x00\x00\x01${bytes(r, r.int(6, 30))}`,
  () => "SSTP_DUPLEX_POST /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1",
  (r) => `GET ${r.pick(["http://", "https://", ""])}`,
  (r) => `GET  ${r.pick(["/", "/index.html"])} HTTP/1.1`,
  (r) => `GET / HTTP/${r.pick(["9.9", "0.9", "1.2", "3.0", "11.1", "1", "1.10"])}`,
  (r) => `${chars(r, r.int(3, 8), "ABCDEFGHIJKLMNOPQRSTUVWXYZ")} / HTTP/1.1`,
];

/** A raw request line that no browser sends: TLS to a plain port most often, other protocols, nothing at all. */
export function rawNoise(rng: Random): string {
  const roll = rng.float();
  if (roll < 0.5) {
    const hello = clientHello(rng);
    const end = hello.indexOf("\n");
    return end > 3 ? hello.slice(0, end) : hello;
  }
  if (roll < 0.66) return "";
  return rng
    .pick(GREETINGS)(rng)
    .replace(/\n[\s\S]*$/, "");
}
