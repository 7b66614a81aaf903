/**
 * Distances to what is ordinary: k-means centroids and principal components of ordinary events of each kind, in the space
 * of binned features.
 */
import { kmeans } from "ml-kmeans";
import { PCA } from "ml-pca";
import type { Random } from "../../simulate/lib/random.ts";
import type { BinnedExamples } from "../examples/columns.ts";
import type { Centroids, Edges, Learnt, PrincipalComponents } from "../model/model.ts";
import { isolation } from "./forest.ts";

const CENTROIDS = 6;
const COMPONENTS = 4;
/** Most examples of a kind that both are learnt from. */
const SAMPLE = 3000;
/** Largest coordinate. */
const LONGEST = 127;

/**
 * Coordinates of example i: each bin as a share of its feature's last, 0..127, in the filter's whole numbers.
 *
 * @param count dense features that distances are measured in, the first
 */
function coordinates(data: BinnedExamples, edges: Edges, count: number, i: number): Uint8Array {
  const row = i * data.denseCount;
  const point = new Uint8Array(count);
  for (let d = 0; d < count; d++) {
    const last = (edges[d] as readonly number[]).length;
    const scale = last ? Math.floor((LONGEST * 256) / last) : 0;
    point[d] = ((data.bins[row + d] as number) * scale) >> 8;
  }
  return point;
}

/**
 * Distances of example i, in the order of {@link DISTANCES}: isolation in percent, the others in percent of a
 * coordinate's length.
 *
 * @param count dense features that they are measured in, the first
 */
export function distancesOf(
  model: Pick<Learnt, "edges" | "forest" | "centroids" | "pca">,
  data: BinnedExamples,
  count: number,
  i: number,
): [isolation: number, centroid: number, reconstruction: number] {
  const kind = data.kind[i] as number;
  const point = coordinates(data, model.edges, count, i);
  const { means, components } = model.pca;
  return [
    (1 - isolation(model.forest, data, i)) * 100,
    centroidDistance(model.centroids[kind] ?? [], point),
    reconstructionError(means[kind] as Uint8Array, components[kind] as Float64Array[], point),
  ];
}

export interface Space {
  centroids: Centroids;
  pca: PrincipalComponents;
}

/**
 * Learns the centroids and components of each kind.
 *
 * @param count dense features that distances are measured in, the first
 * @param examples numbers of ordinary examples
 */
export function learnSpace(
  data: BinnedExamples,
  edges: Edges,
  count: number,
  kinds: number,
  examples: Uint32Array,
  rng: Random,
): Space {
  const space: Space = { centroids: [], pca: { means: [], components: [] } };
  for (let kind = 0; kind < kinds; kind++) {
    const sample = rng.shuffle(Array.from(examples.filter((i) => data.kind[i] === kind))).slice(0, SAMPLE);
    const points = sample.map((i) => Array.from(coordinates(data, edges, count, i)));
    space.centroids.push(centroidsOf(points, count, rng.uint32()));
    const { mean, components } = componentsOf(points, count);
    space.pca.means.push(mean);
    space.pca.components.push(components);
  }
  return space;
}

/** Centroids of a kind; the middle of the space where there are too few points. */
function centroidsOf(points: number[][], count: number, seed: number): Uint8Array[] {
  const empty = () => new Uint8Array(count).fill(LONGEST >> 1);
  if (points.length <= CENTROIDS)
    return Array.from({ length: CENTROIDS }, (_, i) => Uint8Array.from(points[i] ?? empty()));
  const { centroids } = kmeans(points, CENTROIDS, { seed, maxIterations: 30 });
  return centroids.map((centroid) => Uint8Array.from(centroid, Math.round));
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

/** Root mean square distance to the nearest centroid, in percent of a coordinate's length. */
function centroidDistance(centroids: readonly Uint8Array[], point: Uint8Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (const centroid of centroids) {
    let sum = 0;
    for (let d = 0; d < point.length; d++) sum += ((point[d] as number) - (centroid[d] as number)) ** 2;
    if (sum < least) least = sum;
  }
  return (Math.sqrt(least / point.length) * 100) / LONGEST;
}

/** Root mean square reconstruction error, likewise, with the components rounded as in the model. */
function reconstructionError(
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
