/** Colours: of Grafana's field options, of names that have none, of the page. Each is one CSS variable, so that all follow the theme. */

/** What SmartLog's dashboards call a colour (dashboards/lib/colours.ts), the variable that it is here, and its value without one. */
export const VARIABLES = {
  "#64748b": ["--normal", "#64748b"],
  "semi-dark-blue": ["--bot", "#1f5fbf"],
  "#c2780c": ["--anomaly", "#994705"],
  "semi-dark-red": ["--attack", "#b01226"],
  "#0d9488": ["--welcome", "#0f766e"],
  "semi-dark-green": ["--good", "#237032"],
  "semi-dark-yellow": ["--medium", "#7a5c00"],
  "semi-dark-orange": ["--high", "#b0450a"],
  "semi-dark-purple": ["--note", "#7a2ea0"],
  "#a3457b": ["--failed", "#a3457b"],
  text: ["--faint", "#5a6270"],
};

/**
 * Of names without a colour of their own, the palette of the dashboards: told apart by people with any colour vision, none of them a
 * verdict's, each 3:1 from the ground of light and dark pages.
 */
export const PALETTE = [
  "#0069ff",
  "#ff5a00",
  "#4ba569",
  "#b400e1",
  "#0096c3",
  "#4b785a",
  "#ff2db4",
  "#7887ff",
];

let probe;

/** The colour that a CSS variable is now, as a canvas takes it: a variable's own text may be one for each theme. */
export function variable(name, otherwise) {
  if (!probe) {
    probe = document.createElement("span");
    probe.hidden = true;
    document.documentElement.append(probe);
  }
  probe.style.color = `var(${name}, ${otherwise})`;
  return getComputedStyle(probe).color;
}

export const text = () => variable("--text", "#24292f");
export const faint = () => variable("--faint", "#5a6270");
export const line = () => variable("--line", "#dfe2e6");
export const surface = () => variable("--surface", "#ffffff");

/** A colour by the name that field options give it. */
export function colour(name) {
  const found = VARIABLES[name];
  return found ? variable(...found) : name;
}

/** Calls back when the system or the page changes the theme. */
export function onThemeChange(callback) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", callback);
  new MutationObserver(callback).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme", "class", "style"],
  });
}

/** Under which a browser's tab keeps what colour each name has: on all pages, whatever is loaded beside it. */
const KEPT = "smartlog.colours";
/** Names come from logs, without end. */
const MOST_KEPT = 500;

function remembered() {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));
  } catch {
    return new Map(); // no storage, or no longer ours
  }
}

/**
 * A colour for each name: the one that it had, else the one that its letters choose, else, where another name of these has that, the
 * next. So a name keeps its colour between refreshes, ranges, panels and pages. Where there are more names than colours, `isAgain`
 * says that another name has the colour, too.
 */
export function coloursByName(names) {
  const known = remembered();
  const taken = new Set();
  const colours = new Map();
  const sorted = [...new Set(names)].sort();
  const before = known.size;
  for (const name of [
    ...sorted.filter((each) => known.has(each)),
    ...sorted.filter((each) => !known.has(each)),
  ]) {
    let index = known.get(name) ?? hash(name) % PALETTE.length;
    const isNew = !known.has(name);
    while (isNew && taken.has(index) && taken.size < PALETTE.length) index = (index + 1) % PALETTE.length;
    colours.set(name, { colour: PALETTE[index], isAgain: taken.has(index) });
    taken.add(index);
    known.set(name, index);
  }
  if (known.size > before) remember(known);
  return colours;
}

function remember(known) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify([...known].slice(-MOST_KEPT)));
  } catch {
    // Colours then last as long as the page.
  }
}

/** FNV-1a, 32 bits. */
function hash(name) {
  let value = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** The step of the thresholds that a value has reached. */
export function thresholdColour(thresholds, value) {
  let found = thresholds?.steps?.[0]?.color;
  for (const step of thresholds?.steps ?? [])
    if (step.value === null || value >= step.value) found = step.color;
  return found === undefined ? undefined : colour(found);
}
