/** SQL states of a role that may not look, and of a schema that is older; both are told elsewhere. */
const NOT_SEEN = new Set(["42501", "42P01", "42703", "3F000"]);

/** What was read; undefined where this role may not, or the schema has no such thing yet. */
export async function asFarAsSeen<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (NOT_SEEN.has((error as { code?: string }).code ?? "")) return undefined;
    throw error;
  }
}
