/** The peer that scores behind the shipper, with scikit-learn: consumer.py, on one core. */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { PACKAGE_ROOT } from "../../host/module.ts";

const SCRIPT = join(PACKAGE_ROOT, "bench", "fluent-bit", "consumer.py");
const ONE_CORE = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
const PYTHON = process.env.SMARTLOG_PYTHON || "python3";

/** Whether there is a python3 with scikit-learn; SMARTLOG_PYTHON can name one. */
export function hasConsumer(): boolean {
  return spawnSync(PYTHON, ["-c", "import sklearn"]).status === 0;
}

/**
 * CPU seconds of the consumer for the first lines of a log.
 *
 * @param fitsOnce on the first batch alone, rather than on each
 */
export function consume(log: string, lines: number, fitsOnce: boolean): number {
  const options = fitsOnce ? ["--fit", "once"] : [];
  const env = { ...process.env, ...ONE_CORE };
  return Number(execFileSync(PYTHON, [SCRIPT, log, String(lines), ...options], { env, encoding: "utf8" }));
}
