/** What the first bytes of a file say that it is, where it is no log. */

import { count } from "./count.ts";

/** What is looked at: enough to judge, little enough to be read twice. */
export const HEAD_BYTES = 64 * 1024;

/** A NUL run of this length is a hole (lines.ts), which says nothing about a log. */
const HOLE_BYTES = 512;
/** Random or compressed bytes have 11 % of these; logs of any encoding next to none. */
const UNPRINTABLE_SHARE = 0.03;
/** A line or two may hold what a client sent. */
const MOST_UNPRINTABLE = 8;
/** Of fewer such bytes: random ones are mostly no UTF-8 either. Text in another encoding has no control characters. */
const INVALID_SHARE = 0.25;
/** UTF-16 text of ASCII has a NUL in every pair of bytes, always at the same place. */
const UTF16_SHARE = 0.7;

/** In each header of a tar archive. */
const TAR_AT = 257;
const TAR = "ustar";

const PACKED: readonly [format: string, unpack: string, bytes: readonly number[]][] = [
  ["gzip", "zcat", [0x1f, 0x8b]],
  ["zstd", "zstdcat", [0x28, 0xb5, 0x2f, 0xfd]],
  ["bzip2", "bzcat", [0x42, 0x5a, 0x68]],
  ["xz", "xzcat", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ["zip", "unzip -p", [0x50, 0x4b, 0x03, 0x04]],
  ["lz4", "lz4cat", [0x04, 0x22, 0x4d, 0x18]],
  ["compress", "zcat", [0x1f, 0x9d]],
  ["7z", "7z x -so", [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
];

/** What lies beside logs, or comes with `*`: by its first bytes, and what makes lines of it. */
const KNOWN: readonly [what: string, signature: string, unpack?: string][] = [
  ["a journal of systemd's", "LPKSHHRH", "journalctl --file"],
  ["an event log of Windows", "ElfFile\0"],
  ["a capture of packets (pcap)", "\xd4\xc3\xb2\xa1", "tcpdump -nn -r"],
  ["a capture of packets (pcapng)", "\n\r\r\n", "tcpdump -nn -r"],
  ["a database (SQLite)", "SQLite format 3\0"],
  ["a program (ELF)", "\x7fELF"],
  ["a picture (PNG)", "\x89PNG\r\n\x1a\n"],
  ["a picture (JPEG)", "\xff\xd8\xff"],
  ["a picture (GIF)", "GIF8"],
  ["a document (PDF)", "%PDF-"],
];

const LONGEST_SIGNATURE = 16;
const NO_TEXT = /[^\n\r\x20-\x7e]/;

export interface Wrong {
  /** What it is, as in "FILE is …". */
  what: string;
  /** The command that makes text of it, without the file's name; none where nothing does. */
  unpack?: string;
  /** It is no text at all, by its bytes and not by a signature. */
  isBinary?: boolean;
}

/** What is unpacked here. */
export type Packing = "gzip" | "zstd";

/** By the first four bytes; undefined where it is packed in no way, or in one that is not unpacked here. */
export function packingOf(head: Uint8Array): Packing | undefined {
  const found = PACKED.find(([, , bytes]) => bytes.every((byte, i) => head[i] === byte))?.[0];
  return found === "gzip" || found === "zstd" ? found : undefined;
}

/** @returns undefined where it may be a log */
export function wrongContent(head: Uint8Array): Wrong | undefined {
  for (const [format, unpack, bytes] of PACKED)
    if (bytes.every((byte, i) => head[i] === byte)) return { what: `compressed (${format})`, unpack };
  if (Buffer.from(head.subarray(TAR_AT, TAR_AT + TAR.length)).toString("latin1") === TAR)
    return { what: "a tar archive", unpack: "tar -xOf" };
  const utf16 = utf16Of(head);
  if (utf16) return { what: `${utf16} text`, unpack: `iconv -f ${utf16} -t UTF-8` };
  const { unprintable, bytes } = countUnprintable(head);
  const isFew = unprintable < MOST_UNPRINTABLE && invalidShare(head) < INVALID_SHARE;
  const isBinary = unprintable > 0 && !isFew && unprintable >= UNPRINTABLE_SHARE * bytes;
  const known = knownContent(head, isBinary);
  if (known || !isBinary) return known;
  return { what: `no log: ${count(unprintable)} of its first ${count(bytes)} bytes are no text`, isBinary };
}

/** What has a signature; one of text alone counts where the rest is binary. */
function knownContent(head: Uint8Array, isBinary: boolean): Wrong | undefined {
  const text = Buffer.from(head.subarray(0, LONGEST_SIGNATURE)).toString("latin1");
  const found = KNOWN.find(([, signature]) => text.startsWith(signature));
  if (!found || !(isBinary || NO_TEXT.test(found[1]))) return undefined;
  const [what, , unpack] = found;
  return { what: `no log but ${what}`, ...(unpack ? { unpack } : {}) };
}

/** The share of bytes that are no UTF-8. */
function invalidShare(head: Uint8Array): number {
  return (Buffer.from(head).toString().split("\ufffd").length - 1) / Math.max(1, head.length);
}

function utf16Of(head: Uint8Array): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return "UTF-16";
  if (head[0] === 0xfe && head[1] === 0xff) return "UTF-16";
  const nuls = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) nuls[i % 2] = (nuls[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = nuls;
  const pairs = head.length / 2;
  if (pairs < MOST_UNPRINTABLE || Math.min(even, odd) > (1 - UTF16_SHARE) * pairs) return undefined;
  if (odd > UTF16_SHARE * pairs) return "UTF-16LE";
  return even > UTF16_SHARE * pairs ? "UTF-16BE" : undefined;
}

/** Control characters that no text has, holes left out. `bytes` is what was looked at. */
function countUnprintable(head: Uint8Array): { unprintable: number; bytes: number } {
  let unprintable = 0;
  let bytes = 0;
  for (let at = 0; at < head.length; ) {
    let end = at;
    while (end < head.length && head[end] === 0) end++;
    if (end - at < HOLE_BYTES) {
      unprintable += end - at;
      bytes += end - at;
    }
    at = end;
    if (at === head.length) break;
    if (isUnprintable(head[at] as number)) unprintable++;
    bytes++;
    at++;
  }
  return { unprintable, bytes };
}

/** Backspace to carriage return and escape are text's, as in coloured output. */
function isUnprintable(byte: number): boolean {
  return (byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1b) || byte === 0x7f;
}
