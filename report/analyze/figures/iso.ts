/** A moment in ISO 8601; null of what is none. @param seconds since the epoch */
export function isoOf(seconds: number): string | null {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
