/** The module can't be used: it is no SmartLog filter, or one for another version, or damaged. */
export class FilterError extends Error {
  override name = "FilterError";
}
