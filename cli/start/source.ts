import type { LeftOut } from "../../host/log/left-out.ts";
import type { Row } from "../../host/log/line-scorer.ts";
import type { UnreadLines } from "../lib/unread-lines.ts";

/** Where lines come from: a file that may grow (stream.ts), or standard input (pipe.ts). */
export interface Source {
  /** Absolute; `-` for standard input. */
  readonly path: string;
  readonly tag: string;
  /** What was left out of its lines so far. */
  readonly leftOut: LeftOut;
  /** How many of its lines so far are in no known format. */
  readonly unread: UnreadLines;
  /** Whether more may come once it was replayed. */
  readonly grows: boolean;
  /** Whether lines come while they are read: they are stored at once. */
  readonly isLive: boolean;
  /** Bytes read. */
  readonly position: number;
  /** Whether an unfinished line waits for its newline. */
  readonly isUnfinished: boolean;
  /** All lines there are now, in blocks. */
  replay(isEnd: boolean): AsyncGenerator<Row[], void>;
  /** What was added since the last look. */
  follow(): AsyncGenerator<Row[], void>;
  close(): Promise<void>;
}
