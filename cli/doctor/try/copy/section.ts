/** A section of the copy: settings in order, names repeated where the configuration repeats them. */
export interface CopySection {
  plugin: string;
  /** All settings but the plugin's name. */
  settings: [name: string, value: string][];
  /** Processors of its logs, in order. */
  processors: CopySection[];
}

/** The copy of a configuration, before it is written down. */
export interface Copy {
  service: [name: string, value: string][];
  /** Sections beside the pipeline. */
  definitions: Record<"parsers" | "multiline_parsers" | "stream_processor", CopySection[]>;
  inputs: CopySection[];
  filters: CopySection[];
  outputs: CopySection[];
}

export function copySection(plugin: string, settings: Record<string, string | undefined>): CopySection {
  const given = Object.entries(settings).filter((each): each is [string, string] => each[1] !== undefined);
  return { plugin, settings: given, processors: [] };
}

/** The last value of a setting, as Fluent Bit takes it. */
export function settingOf({ settings }: CopySection, wanted: string): string | undefined {
  return settings.findLast(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** The section without some settings; a name that ends with a dot or an underscore stands for all that begin so. */
export function without(section: CopySection, names: readonly string[]): CopySection {
  const isOut = (name: string) =>
    names.some((each) => (/[._]$/.test(each) ? name.startsWith(each) : name === each));
  return { ...section, settings: section.settings.filter(([name]) => !isOut(name.toLowerCase())) };
}

/** The section with settings put in place of its own of these names. */
export function withSettings(
  section: CopySection,
  settings: Record<string, string | undefined>,
): CopySection {
  const rest = without(section, Object.keys(settings));
  return { ...rest, settings: [...rest.settings, ...copySection("", settings).settings] };
}

/** Settings whose value is a structure; all others are texts. */
const STRUCTURED = new Set(["condition", "routes", "rules"]);

/**
 * Fluent Bit's YAML of a copy. A setting that is repeated stands there repeatedly: Fluent Bit takes all of them in order.
 * A text is written as JSON, which YAML reads alike.
 */
export function yamlOf({ service, definitions, inputs, filters, outputs }: Copy): string {
  const lists = (named: Record<string, CopySection[]>, indent: number) =>
    Object.entries(named)
      .filter(([, sections]) => sections.length > 0)
      .flatMap(([name, sections]) => [
        `${" ".repeat(indent)}${name}:`,
        ...sections.flatMap((each) => sectionLines(each, indent + 2)),
      ]);
  const lines = [
    ...["service:", ...settingLines(service, 2), ...lists(definitions, 0)],
    ...["pipeline:", ...lists({ inputs, filters, outputs }, 2)],
  ];
  return `${lines.join("\n")}\n`;
}

function sectionLines({ plugin, settings, processors }: CopySection, indent: number): string[] {
  const margin = " ".repeat(indent);
  const lines = [`${margin}- name: ${JSON.stringify(plugin)}`, ...settingLines(settings, indent + 2)];
  if (processors.length === 0) return lines;
  return [
    ...lines,
    `${margin}  processors:`,
    `${margin}    logs:`,
    ...processors.flatMap((each) => sectionLines(each, indent + 6)),
  ];
}

function settingLines(settings: Copy["service"], indent: number): string[] {
  return settings.map(([name, value]) => {
    const text = STRUCTURED.has(name.toLowerCase()) && /^[{[]/.test(value) ? value : JSON.stringify(value);
    return `${" ".repeat(indent)}${name}: ${text}`;
  });
}
