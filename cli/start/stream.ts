import { type FileHandle, open, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Filter } from "../../host/filter.ts";
import type { Packing } from "../../host/log/content.ts";
import { LeftOut } from "../../host/log/left-out.ts";
import { LineScorer, type Row } from "../../host/log/line-scorer.ts";
import { type Line, LineSplitter } from "../../host/log/lines.ts";
import { now, type ShipperTime } from "../../host/time.ts";
import { writtenAt } from "../lib/input.ts";
import { fileError } from "../lib/readable.ts";
import { CHUNK_BYTES, packingOfFile, unpacked, unpackedName } from "../lib/unpack.ts";
import { UnreadLines } from "../lib/unread-lines.ts";
import type { Source } from "./source.ts";

/** A block of rows: what a chunk of empty lines would make at once takes a hundred times the chunk. */
const BLOCK_ROWS = 500;
const BLOCK_CHARACTERS = 1024 * 1024;
/** How long a file that was renamed is still read: its writer may not have opened the new one yet. */
const ROTATE_WAIT_MS = 5_000;

interface OpenFile {
  handle: FileHandle;
  device: number;
  inode: number;
  /** Bytes read so far. */
  position: number;
  splitter: LineSplitter;
  /** What packed it; then it is read once, and never added to. */
  packing: Packing | undefined;
  /** When it was found renamed or removed, milliseconds since the epoch. */
  leftAt?: number;
}

/**
 * A log file as it is read, and followed over rotation: renamed and made anew, or copied and cut off.
 *
 * A packed file is read to its end, once.
 *
 * A line counts once it has its newline. (A file that is cut off and grows past its old length between two looks at it
 * can't be told from one that only grew.)
 */
export class LogStream implements Source {
  readonly path: string;
  readonly tag: string;
  readonly isLive = false;
  readonly leftOut = new LeftOut();
  readonly unread = new UnreadLines();
  readonly #makeFilter: () => Filter;
  readonly #buffer: Buffer;
  /** An older part of a log: nobody adds to it. */
  readonly #isDone: boolean;
  /** From the first line on, as long as lines may come: a thousand files don't have a thousand instances. */
  #scorer: LineScorer | undefined;
  #current: OpenFile | undefined;
  #left: OpenFile[] = [];

  /**
   * @param path absolute
   * @param makeFilter an instance, which remembers what went by in this stream, and in older parts of the same log
   * @param buffer what is read goes there; streams that are read in turn may share one
   */
  constructor(
    path: string,
    makeFilter: () => Filter,
    {
      buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES),
      isDone = false,
    }: { buffer?: Buffer; isDone?: boolean } = {},
  ) {
    this.#isDone = isDone;
    this.path = path;
    this.tag = basename(path);
    this.#buffer = buffer;
    this.#makeFilter = makeFilter;
  }

  /** A compressed file does not grow. */
  get grows(): boolean {
    return !this.#isDone && !this.#current?.packing;
  }

  /** Of the file that the path names now. */
  get position(): number {
    return this.#current?.position ?? 0;
  }

  get isUnfinished(): boolean {
    return this.#current?.splitter.isUnfinished ?? false;
  }

  /**
   * All lines there are now, in blocks.
   *
   * @param isEnd the file won't grow: its last line counts even without a newline
   */
  async *replay(isEnd: boolean): AsyncGenerator<Row[], void> {
    const file = await this.#open();
    if (!file) throw fileError(this.path, Object.assign(new Error("no such file"), { code: "ENOENT" }));
    const time = writtenAt(await file.handle.stat());
    if (file.packing) {
      for await (const chunk of unpacked(file.handle, file.packing, this.path))
        yield* this.#rowsOf(file, chunk, time);
      file.position = (await file.handle.stat()).size;
    } else yield* this.#readOn(file, time);
    if (!isEnd && this.grows) return;
    yield this.#lastLine(file, time);
    this.#scorer = undefined;
  }

  /** What was added since the last look, rotation included. */
  async *follow(): AsyncGenerator<Row[], void> {
    if (!this.grows) return;
    const seen = await stat(this.path).catch(() => undefined);
    for (const file of [...this.#left]) {
      yield* this.#readOn(file, now());
      if (Date.now() - (file.leftAt ?? 0) < ROTATE_WAIT_MS) continue;
      yield this.#lastLine(file, now());
      await file.handle.close();
      this.#left = this.#left.filter((other) => other !== file);
    }
    const file = this.#current;
    if (file) {
      if ((await file.handle.stat()).size < file.position) {
        // Cut off: what was unfinished is gone from the file, and what comes begins anew.
        yield this.#lastLine(file, now());
        file.position = 0;
        file.splitter = new LineSplitter(this.leftOut);
      }
      yield* this.#readOn(file, now());
      if (seen && seen.dev === file.device && seen.ino === file.inode) return;
      this.#left.push({ ...file, leftAt: Date.now() });
      this.#current = undefined;
    }
    const fresh = seen && (await this.#open());
    if (fresh) yield* this.#readOn(fresh, now());
  }

  async close(): Promise<void> {
    const files = this.#current ? [...this.#left, this.#current] : this.#left;
    this.#left = [];
    this.#current = undefined;
    await Promise.all(files.map((file) => file.handle.close()));
  }

  /** Opens what the path names now; undefined while it names nothing (between two files of a rotation). */
  async #open(): Promise<OpenFile | undefined> {
    try {
      const handle = await open(this.path, "r");
      const { dev: device, ino: inode } = await handle.stat();
      const packing = await packingOfFile(handle);
      const splitter = new LineSplitter(this.leftOut);
      this.#current = { handle, device, inode, position: 0, splitter, packing };
      return this.#current;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw fileError(this.path, error);
    }
  }

  async *#readOn(file: OpenFile, time: ShipperTime): AsyncGenerator<Row[], void> {
    for (;;) {
      const { bytesRead } = await file.handle.read(this.#buffer, 0, this.#buffer.length, file.position);
      if (bytesRead === 0) return;
      file.position += bytesRead;
      yield* this.#rowsOf(file, this.#buffer.subarray(0, bytesRead), time);
    }
  }

  *#rowsOf(file: OpenFile, chunk: Buffer, time: ShipperTime): Generator<Row[], void> {
    yield* inBlocks(file.splitter.push(chunk), (line) => this.#score(line, time));
  }

  #lastLine(file: OpenFile, time: ShipperTime): Row[] {
    const line = file.splitter.end();
    return line ? [this.#score(line, time)] : [];
  }

  #namedFile(): string {
    return this.#current?.packing ? unpackedName(this.path) : this.path;
  }

  #score(line: Line, time: ShipperTime): Row {
    this.#scorer ??= new LineScorer(this.#makeFilter(), this.#namedFile(), this.leftOut);
    const row = this.#scorer.score(line, time);
    this.unread.add(row);
    return row;
  }
}

/** Lines as rows, in blocks. */
export function* inBlocks(lines: Iterable<Line>, score: (line: Line) => Row): Generator<Row[], void> {
  let rows: Row[] = [];
  let characters = 0;
  for (const line of lines) {
    const row = score(line);
    rows.push(row);
    characters += row.data.length;
    if (rows.length < BLOCK_ROWS && characters < BLOCK_CHARACTERS) continue;
    yield rows;
    rows = [];
    characters = 0;
  }
  if (rows.length > 0) yield rows;
}
