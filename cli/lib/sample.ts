import { createWriteStream, existsSync } from "node:fs";
import { lstat, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { SimulateOptions } from "../../simulate/index.ts";
import type { SimulatedLine } from "../../simulate/lib/types.ts";

interface SampleFile {
  name: string;
  kind: SimulateOptions["kind"];
  lines: number;
  seed: number;
}

/** A small company's logs: one file for each server or service. Some of the blog's lines have durations, by its seed. */
const SAMPLE: readonly SampleFile[] = [
  { name: "shop-access.log", kind: "web", lines: 5000, seed: 20_261_121 },
  { name: "blog-access.log", kind: "web", lines: 3000, seed: 26 },
  { name: "orders-app.log", kind: "app", lines: 3000, seed: 20_261_123 },
  { name: "auth.log", kind: "auth", lines: 2000, seed: 20_261_124 },
  { name: "dns.log", kind: "dns", lines: 1500, seed: 20_261_125 },
  { name: "firewall.log", kind: "firewall", lines: 1500, seed: 20_261_126 },
  { name: "syslog.log", kind: "syslog", lines: 2000, seed: 20_261_127 },
  { name: "everything.log", kind: "mixed", lines: 2000, seed: 20_261_128 },
];
const SAMPLE_SECONDS = 86_400;

/** Folder of the files, in the sample's data folder. */
export const LOGS = "logs";

/**
 * The sample's files, made at the first call: the 24 hours before that. Kept from then on, so that their lines have
 * the same ids at every run.
 *
 * @param dataDir the sample's data folder, which is there
 * @returns their paths
 */
export async function sampleFiles(dataDir: string, now = Date.now() / 1000): Promise<string[]> {
  const folder = join(dataDir, LOGS);
  if (!existsSync(folder)) await makeSample(folder, now);
  return SAMPLE.map(({ name }) => join(folder, name)).filter((path) => existsSync(path));
}

/**
 * Logs that an earlier version left where the sample's data folder is to be: they become its files.
 *
 * @param dataDir the sample's data folder, not there yet
 * @returns what puts them into it, once it is there
 */
export async function takeFormer(dataDir: string): Promise<() => Promise<void>> {
  const isFolder = (await lstat(dataDir).catch(() => undefined))?.isDirectory();
  const names = isFolder ? await readdir(dataDir) : [];
  if (names.length === 0 || !names.every(isSampleFile)) return async () => {};
  const aside = `${dataDir}.former`;
  await rename(dataDir, aside);
  return () => rename(aside, join(dataDir, LOGS));
}

/** Whether a data folder is the sample's. */
export function isSampleFolder(dataDir: string): boolean {
  return SAMPLE.some(({ name }) => existsSync(join(dataDir, LOGS, name)));
}

export function isSampleFile(name: string): boolean {
  return SAMPLE.some((file) => file.name === name);
}

/** Made beside its place, then renamed: a folder that is there is complete. */
async function makeSample(folder: string, now: number): Promise<void> {
  const { simulate } = await import("../../simulate/index.ts");
  const unfinished = await mkdtemp(`${folder}.`);
  try {
    for (const { name, kind, lines, seed } of SAMPLE) {
      const made = simulate({ kind, lines, seed, start: now - SAMPLE_SECONDS, end: now });
      await pipeline(Readable.from(blocks(made)), createWriteStream(join(unfinished, name)));
    }
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another command was quicker: its sample is as good.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
}

/** Lines as text in blocks: a write for each line would take most of the time. */
function* blocks(lines: Iterable<SimulatedLine>): Generator<string> {
  let block = "";
  for (const { line } of lines) {
    block += `${line}\n`;
    if (block.length < 65_536) continue;
    yield block;
    block = "";
  }
  yield block;
}
