/**
 * Single requests that a path alone gives away, and those that resemble them: a scanner's one shot at a product that is
 * not there, and what an installed product's own people send. The answer and the referer tell the one from the other
 * where the path is the same.
 */
import type { Random } from "../lib/random.ts";
import { pathTrick } from "./path-tricks.ts";
import { probePath } from "./probes.ts";
import { productPage } from "./product-pages.ts";
import { productRequest } from "./products.ts";

export interface SingleRequest {
  method: string;
  target: string;
  status: number;
  /** Absent where any will do. */
  referer?: string;
}

const NOT_THERE = [
  [404, 66],
  [403, 8],
  [400, 6],
  [301, 6],
  [302, 3],
  [405, 3],
  [200, 5],
  [401, 1],
  [500, 1],
  [444, 1],
] as const;
const THERE = [
  [200, 78],
  [304, 6],
  [302, 6],
  [201, 1],
  [204, 2],
  [401, 4],
  [403, 1],
  [500, 1],
  [207, 1],
] as const;

/** One shot of a scanner. */
export function probeRequest(rng: Random): SingleRequest {
  const kind = rng.weighted([
    ["product", 62],
    ["probe", 22],
    ["trick", 16],
  ] as const);
  const asked =
    kind === "product"
      ? productRequest(rng)
      : kind === "trick"
        ? { method: rng.chance(0.85) ? "GET" : "POST", target: pathTrick(rng) }
        : { method: rng.chance(0.9) ? "GET" : "POST", target: probePath(rng).target };
  const single = { ...asked, status: rng.weighted(NOT_THERE) };
  return rng.chance(0.85) ? { ...single, referer: "-" } : single;
}

/** One request of a product's own people or machines. */
export function pageRequest(rng: Random): SingleRequest {
  const single = { ...productPage(rng), status: rng.weighted(THERE) };
  return rng.chance(0.4) ? { ...single, referer: "-" } : single;
}
