import { createRequire } from "node:module";
import { feature } from "topojson-client";

const require = createRequire(import.meta.url);

interface Country {
  type: "Feature";
  id?: string | number;
  properties: { name: string };
  geometry: { type: "Polygon"; coordinates: Ring[] } | { type: "MultiPolygon"; coordinates: Ring[][] };
}

type Ring = [longitude: number, latitude: number][];

/** Around the pole, where a flat map can't show it. */
const ANTARCTICA = 10;

/** Borders of countries (Natural Earth, public domain) as GeoJSON, named by ISO 3166-1 alpha-2 code. */
export function worldMap(): { type: "FeatureCollection"; features: unknown[] } {
  const world = require("world-atlas/countries-110m.json");
  /** Rows of [alpha-2, alpha-3, numeric]. */
  const codes = require("i18n-iso-countries/codes.json") as [string, string, string][];
  const alpha2 = new Map(codes.map(([two, , numeric]) => [Number(numeric), two]));
  const { features } = feature(world, world.objects.countries) as unknown as { features: Country[] };
  return {
    type: "FeatureCollection",
    features: features
      .filter(({ id }) => Number(id) !== ANTARCTICA)
      .map(({ type, id, geometry, properties: { name } }) => ({
        type,
        geometry: {
          type: geometry.type,
          coordinates:
            geometry.type === "Polygon"
              ? geometry.coordinates.map(unwrapped)
              : geometry.coordinates.map((polygon) => polygon.map(unwrapped)),
        },
        properties: { name: alpha2.get(Number(id)) ?? name, title: name },
      })),
  };
}

/** A ring that crosses the date line goes on past 180 degrees: else it would be drawn right across the map. */
function unwrapped(ring: Ring): Ring {
  let turn = 0;
  let previous = ring[0]?.[0] ?? 0;
  const points = ring.map(([longitude, latitude]): [number, number] => {
    if (longitude - previous > 180) turn -= 360;
    else if (previous - longitude > 180) turn += 360;
    previous = longitude;
    return [longitude + turn, latitude];
  });
  const west = Math.min(...points.map(([longitude]) => longitude));
  return west < -180 ? points.map(([longitude, latitude]) => [longitude + 360, latitude]) : points;
}
