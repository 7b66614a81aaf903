/** Spellings of a character that only a lenient decoder undoes are read as the character. */
import { describe, expect, it } from "vitest";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";

/** Hashed features of a request, which tell its decoded text. */
function text(target: string): number[] {
  const line = `203.0.113.9 - - [10/Sep/2026:06:41:05 +0000] "GET ${target} HTTP/1.1" 404 153 "-" "curl/8.5.0"`;
  const features = Filter.load().features(recordOfLine(Buffer.from(line)));
  return [...(features?.sparse ?? [])].sort((a, b) => a - b);
}

describe("overlong UTF-8 and %u", () => {
  const plain = text("/app?file=%2e%2e/%2e%2e/etc/passwd");

  it.each([
    ["two bytes", "%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd"],
    ["two bytes, for the slash, too", "%C0%AE%C0%AE%C0%AF%C0%AE%C0%AE%C0%AFetc%C0%AFpasswd"],
    ["three bytes", "%e0%80%ae%e0%80%ae/%e0%80%ae%e0%80%ae%e0%80%afetc/passwd"],
    ["four bytes", "%f0%80%80%ae%f0%80%80%ae/%f0%80%80%ae%f0%80%80%ae/etc/passwd"],
    ["letters", "%c0%ae%c0%ae/%c0%ae%c0%ae/%c1%a5tc/p%c1%a1sswd"],
    ["encoded twice", "%25c0%25ae%25c0%25ae/%25c0%25ae%25c0%25ae/etc/passwd"],
    ["bytes that the server escapes", "\\xC0\\xAE\\xC0\\xAE/\\xC0\\xAE\\xC0\\xAE/etc/passwd"],
    ["%u", "%u002e%u002e/%u002E%u002E/etc/passwd"],
    ["%u of full-width forms and a division slash", "%uff0e%uff0e%u2215%uff0e%uff0e%uff0fetc/passwd"],
  ])("%s", (_, value) => {
    expect(text(`/app?file=${value}`)).toEqual(plain);
  });

  it("UTF-8 stays what it is", () => {
    // One mark for each byte past ASCII: cut anywhere else, there would be fewer.
    for (const [word, other] of [
      ["%C3%A9t%C3%A9", "%C3%BCt%C3%BC"],
      ["%E0%A4%B9%E0%A4%BF", "%E3%81%82%E3%81%84"],
      ["%F0%9F%98%80", "%F0%9F%8E%89"],
    ])
      expect(text(`/app?q=${word}`)).toEqual(text(`/app?q=${other}`));
  });

  it("the rest of an overlong form without its lead is no letter", () => {
    expect(text("/app?q=%ae")).toEqual(text("/app?q=%b1"));
    expect(text("/%ae")).not.toEqual(text("/."));
    expect(text("/app?q=%c0")).toEqual(text("/app?q=%c1"));
  });
});
