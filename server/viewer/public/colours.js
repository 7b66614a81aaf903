/** Colours by the names that Grafana's field options give them, each for a light and a dark theme. */

const DARK = matchMedia("(prefers-color-scheme: dark)");

/** As the reader chose (tokens.css), else as the system says. */
export const isDark = () => {
  const theme = globalThis.document?.documentElement?.dataset?.theme;
  return theme === "dark" || (theme !== "light" && theme !== "contrast" && DARK.matches);
};
export const onThemeChange = (callback) => DARK.addEventListener("change", callback);

const COLOURS = {
  "semi-dark-green": ["#2f8f3e", "#56a64b"],
  "semi-dark-blue": ["#3274d9", "#5794f2"],
  "semi-dark-red": ["#c4162a", "#f2495c"],
  "semi-dark-orange": ["#c95f0a", "#ff9830"],
  "semi-dark-yellow": ["#b58800", "#fade2a"],
  "semi-dark-purple": ["#8f3bb8", "#b877d9"],
  text: ["#5a6270", "#9aa3b2"],
};

/** The same hues for text, which needs 4.5:1 against what it stands on (WCAG 2.2, 1.4.3). */
const TEXT_COLOURS = {
  "semi-dark-green": ["#237032", "#73bf69"],
  "semi-dark-blue": ["#1f5fbf", "#7ab0ff"],
  "semi-dark-red": ["#b01226", "#ff6b7a"],
  "semi-dark-orange": ["#994705", "#ffa54a"],
  "semi-dark-yellow": ["#7a5c00", "#fade2a"],
  "semi-dark-purple": ["#7a2ea0", "#c693e6"],
};

/** Series without a colour of their own get these, in order; told apart by people with any colour vision. */
export const PALETTE = [
  ["#3274d9", "#5794f2"],
  ["#c95f0a", "#ff9830"],
  ["#2f8f3e", "#73bf69"],
  ["#8f3bb8", "#b877d9"],
  ["#b58800", "#fade2a"],
  ["#0e8a8a", "#37c4c4"],
  ["#c4162a", "#f2495c"],
  ["#7a5c45", "#c9a384"],
  ["#5a6270", "#a6adbb"],
  ["#a3257b", "#ff85c8"],
];

export function colour(name) {
  const pair = COLOURS[name];
  return pair ? pair[isDark() ? 1 : 0] : name;
}

export function textColour(name) {
  return TEXT_COLOURS[name]?.[isDark() ? 1 : 0] ?? colour(name);
}

export const paletteColour = (index) => PALETTE[index % PALETTE.length][isDark() ? 1 : 0];

/**
 * A colour of the palette for each name, the same whatever order the names come in and however many there are beside
 * it, as long as two don't want the same one: then the later name, by the alphabet, takes the next that is free.
 */
export function coloursByName(names) {
  const taken = new Set();
  const colours = new Map();
  for (const name of [...new Set(names)].sort()) {
    let index = hash(name) % PALETTE.length;
    while (taken.has(index) && taken.size < PALETTE.length) index = (index + 1) % PALETTE.length;
    taken.add(index);
    colours.set(name, paletteColour(index));
  }
  return colours;
}

/** FNV-1a, 32 bits. */
function hash(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The step of the thresholds that a value has reached. */
export function thresholdColour(thresholds, value) {
  let found = thresholds?.steps?.[0]?.color;
  for (const step of thresholds?.steps ?? [])
    if (step.value === null || value >= step.value) found = step.color;
  return found === undefined ? undefined : colour(found);
}
