/** Memory of this process, which may share a machine of 1 GB with a shipper and a database. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/**
 * Collects garbage now, which takes some 50 ms. By itself V8 lets a heap of 60 MB of live objects grow to twice that
 * first.
 */
export function collectGarbage(): void {
  collect();
}

/** Highest resident memory of this process so far, MiB. */
export function peakRss(): number {
  return process.resourceUsage().maxRSS / 1024;
}
