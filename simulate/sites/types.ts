import type { Random } from "../lib/random.ts";
import type { Hits } from "../web/hit.ts";

/** What comes to a site in the course of weeks. */
export const NEWS = ["pages", "crawler", "attacks", "failing"] as const;
export type News = (typeof NEWS)[number];

export interface RealSiteOptions {
  /** The same seed gives the same bytes; the site itself stays the same whatever it is. */
  seed: number;
  /** First and last time of a line, seconds since the epoch. */
  start: number;
  end: number;
  /** What is there beside the usual; a client that fails all day where absent. */
  news?: readonly News[];
  /** Visits by day as a multiple of the site's own; programs run as often whatever it is. */
  scale?: number;
}

/** Somebody's visit from `start` on. */
export type Visit = (rng: Random, start: number) => Hits;

/** A site: who comes, and what its log looks like. */
export interface RealSite {
  /** Visits, by how many there are on a working day. */
  visits: readonly (readonly [visit: Visit, perDay: number])[];
  /** What runs from the start of the window to its end: machines, open tabs. */
  programs: readonly ((rng: Random, start: number, end: number) => Hits)[];
}
