/**
 * Room on the disk that is kept for the command that makes room: on a full disk Postgres doesn't start, and so nothing
 * could drop events.
 */
import { randomBytes } from "node:crypto";
import { closeSync, constants, lstatSync, rmSync, statfsSync, writeSync } from "node:fs";
import { StoreError } from "../error.ts";
import type { Layout } from "./layout.ts";
import { openOwn } from "./own-file.ts";

const MEGABYTE = 1024 * 1024;
/** What a start with recovery, `db retain` and the checkpoint after it write: three WAL segments of 16 MB. */
const RESERVE_BYTES = 48 * MEGABYTE;
/** Made only where as much again stays free. */
const ROOM_FOR_IT_BYTES = 2 * RESERVE_BYTES;
/** With less room a disk counts as full. */
const FULL_BYTES = 32 * MEGABYTE;

/** Makes the reserve where it is missing and the disk has room. Never fails: it is for another day. */
export function keepReserve({ folder, reserve }: Layout): void {
  try {
    if (lstatSync(reserve, { throwIfNoEntry: false })?.size === RESERVE_BYTES) return;
    if (freeBytes(folder) < ROOM_FOR_IT_BYTES) return;
    const file = openOwn(reserve, constants.O_WRONLY | constants.O_CREAT);
    // Nothing that a file system could store in less.
    const block = randomBytes(MEGABYTE);
    try {
      for (let at = 0; at < RESERVE_BYTES; at += MEGABYTE) writeSync(file, block, 0, MEGABYTE, at);
    } finally {
      closeSync(file);
    }
  } catch {
    // The next start tries again.
  }
}

/** Gives the reserve up where the disk is full. */
export function spendReserve({ folder, reserve }: Layout): void {
  if (!isFull(folder) || !lstatSync(reserve, { throwIfNoEntry: false })) return;
  const file = openOwn(reserve, constants.O_WRONLY);
  rmSync(reserve);
  closeSync(file);
}

export function isFull(folder: string): boolean {
  return freeBytes(folder) < FULL_BYTES;
}

/** Whether a program's message says so. */
export function isNoSpace(said: string): boolean {
  return /No space left on device|Disk quota exceeded/.test(said);
}

export function diskFull(folder: string, cause?: unknown): StoreError {
  return new StoreError(
    "DISK_FULL",
    `the disk of ${folder} is full`,
    "`smartlog db retain --days NUMBER` drops the oldest days, room is kept for it; or make room in another way.",
    cause,
  );
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
