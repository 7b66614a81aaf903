/**
 * What is measured in the space of binned features: k-means centres and principal components of ordinary events, for
 * each kind, in the shape that filter/model/neighbours.ts and subspace.ts read.
 */
import { kmeans } from "ml-kmeans";
import { PCA } from "ml-pca";
import type { Random } from "../../simulate/lib/random.ts";
import type { Examples } from "../examples/dataset.ts";
import type { Neighbours, Subspace } from "../model/model.ts";

const CENTRES = 6;
const COMPONENTS = 4;
/** Examples of a kind that the two are learnt from at most. */
const SAMPLE = 3000;
const LONGEST = 127;

/** An example's coordinates: each bin as a share of its feature's last, 0..127 (coordinateOf in filter/model/linear.ts). */
export function coordinates(
  bins: Uint8Array,
  edges: readonly (readonly number[])[],
  count: number,
  row: number,
) {
  const point = new Uint8Array(count);
  for (let d = 0; d < count; d++) {
    const last = (edges[d] as readonly number[]).length;
    const scale = last ? Math.floor((LONGEST * 256) / last) : 0;
    point[d] = ((bins[row + d] as number) * scale) >> 8;
  }
  return point;
}

export interface Space {
  neighbours: Neighbours;
  subspace: Subspace;
}

/** @param examples indices of ordinary events */
export function learnSpace(
  data: Pick<Examples, "kind" | "denseCount">,
  bins: Uint8Array,
  edges: readonly (readonly number[])[],
  count: number,
  kinds: number,
  examples: Uint32Array,
  rng: Random,
): Space {
  const space: Space = { neighbours: [], subspace: { means: [], components: [] } };
  for (let kind = 0; kind < kinds; kind++) {
    const sample = rng.shuffle(Array.from(examples.filter((i) => data.kind[i] === kind))).slice(0, SAMPLE);
    const points = sample.map((i) => Array.from(coordinates(bins, edges, count, i * data.denseCount)));
    space.neighbours.push(centresOf(points, count, rng.uint32()));
    const { mean, components } = componentsOf(points, count);
    space.subspace.means.push(mean);
    space.subspace.components.push(components);
  }
  return space;
}

/** Centres of a kind; of one that was never seen, the middle of everything. */
function centresOf(points: number[][], count: number, seed: number): Uint8Array[] {
  const empty = () => new Uint8Array(count).fill(LONGEST >> 1);
  if (points.length <= CENTRES)
    return Array.from({ length: CENTRES }, (_, i) => Uint8Array.from(points[i] ?? empty()));
  const { centroids } = kmeans(points, CENTRES, { seed, maxIterations: 30 });
  return centroids.map((centre) => Uint8Array.from(centre, Math.round));
}

function componentsOf(points: number[][], count: number): { mean: Uint8Array; components: Float64Array[] } {
  const mean = new Uint8Array(count).fill(LONGEST >> 1);
  const none = Array.from({ length: COMPONENTS }, () => new Float64Array(count));
  if (points.length <= COMPONENTS) return { mean, components: none };
  for (let d = 0; d < count; d++)
    mean[d] = Math.round(points.reduce((sum, point) => sum + (point[d] as number), 0) / points.length);
  const centred = points.map((point) => point.map((value, d) => value - (mean[d] as number)));
  const vectors = new PCA(centred, { center: false, scale: false }).getEigenvectors();
  const components = Array.from({ length: COMPONENTS }, (_, c) => Float64Array.from(vectors.getColumn(c)));
  return { mean, components };
}

/** Root mean square distance to the nearest centre, percent of a coordinate's length. */
export function centreDistance(centres: readonly Uint8Array[], point: Uint8Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (const centre of centres) {
    let sum = 0;
    for (let d = 0; d < point.length; d++) sum += ((point[d] as number) - (centre[d] as number)) ** 2;
    if (sum < least) least = sum;
  }
  return (Math.sqrt(least / point.length) * 100) / LONGEST;
}

/** Root mean square reconstruction error, likewise, with the components as the filter has them. */
export function reconstructionError(
  mean: Uint8Array,
  components: readonly Float64Array[],
  point: Uint8Array,
): number {
  let error = 0;
  for (let d = 0; d < point.length; d++) error += ((point[d] as number) - (mean[d] as number)) ** 2;
  for (const component of components) {
    let along = 0;
    for (let d = 0; d < point.length; d++)
      along +=
        ((point[d] as number) - (mean[d] as number)) *
        (Math.round((component[d] as number) * LONGEST) / LONGEST);
    error -= along * along;
  }
  return (Math.sqrt(Math.max(0, error) / point.length) * 100) / LONGEST;
}
