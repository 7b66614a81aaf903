/** All records that a line is looked for in. */
import { CONTAINERS } from "./cases/containers.ts";
import { PLATFORMS } from "./cases/platforms.ts";
import { PROGRAMS } from "./cases/programs.ts";
import { SHIPPERS } from "./cases/shippers.ts";
import type { RecordCase } from "./record.ts";

export const CASES: readonly RecordCase[] = [...SHIPPERS, ...CONTAINERS, ...PLATFORMS, ...PROGRAMS];
