/** The map of the world, loaded with the first panel that needs it. */
import * as echarts from "./echarts.js";
import { getJson } from "./state.js";

let world;
export const loadWorld = () => {
  world ??= getJson("/public/world.json")
    .then((map) => echarts.registerMap("world", map))
    .catch((error) => {
      world = undefined; // loaded again with the next data
      throw error;
    });
  return world;
};
