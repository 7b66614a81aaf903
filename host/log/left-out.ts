import { MAX_LINE_BYTES } from "../limits.ts";
import { printable } from "../printable.ts";
import { count } from "./count.ts";

/** What was left out of a file's lines. */
export class LeftOut {
  /** Lines that are longer, or whose record would be, than {@link MAX_LINE_BYTES}. */
  cutLines = 0;
  /** What stood behind that in them. */
  cutBytes = 0;
  /** NULs of holes (see lines.ts). */
  holeBytes = 0;

  get isAny(): boolean {
    return this.cutLines > 0 || this.holeBytes > 0;
  }

  /** @param bytes that are missing at a line's end */
  addLine(bytes: number): void {
    if (bytes === 0) return;
    this.cutLines++;
    this.cutBytes += bytes;
  }

  add({ cutLines, cutBytes, holeBytes }: LeftOut): void {
    this.cutLines += cutLines;
    this.cutBytes += cutBytes;
    this.holeBytes += holeBytes;
  }
}

/** One sentence that says what was left out of the lines of `name`. */
export function leftOutText(name: string, { cutLines, cutBytes, holeBytes }: LeftOut): string {
  const parts: string[] = [];
  if (cutLines > 0)
    parts.push(
      `${count(cutLines)} ${cutLines === 1 ? "line is" : "lines are"} longer than ${MAX_LINE_BYTES / 2 ** 20} MiB as a record; the ${count(cutBytes)} bytes behind that are left out`,
    );
  if (holeBytes > 0) parts.push(`${count(holeBytes)} NULs in holes are left out`);
  return `${printable(name)}: ${parts.join("; ")}`;
}
