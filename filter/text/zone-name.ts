/**
 * Time zones by name: `UTC`, `GMT`, those of North America (RFC 822, section 5.1: EST, EDT, … PDT) and of Europe (WET,
 * CET, EET, and with S for summer: CEST).
 */
import { Char, chars2 } from "./char";
import { zoneAt } from "./clock";

const HOUR_MS: i64 = 3_600_000;

/** Hours west of UTC in winter of the zone with this first letter, or -1. */
function hoursWest(letter: u32): i32 {
  switch (letter) {
    case Char.E:
      return 5;
    case Char.C:
      return 6;
    case Char.M:
      return 7;
    case Char.P:
      return 8;
    default:
      return -1;
  }
}

/** Hours east of UTC in winter of the zone with this first letter, or -1. */
function hoursEast(letter: u32): i32 {
  switch (letter) {
    case Char.W:
      return 0;
    case Char.C:
      return 1;
    case Char.E:
      return 2;
    default:
      return -1;
  }
}

/** Zone of the name in [at, end), in milliseconds east; the local zone's for any other name. */
export function zoneOfName(at: usize, end: usize): i64 {
  const local = zoneAt(end, end);
  const length = end - at;
  if (length < 3 || length > 4) return local;
  const letter = <u32>load<u8>(at);
  const isSummer = length == 4;
  if (isSummer || load<u8>(at, 1) == Char.E) {
    // `CET`, `CEST`
    const east = hoursEast(letter);
    const isEuropean =
      load<u8>(at, 1) == Char.E && load<u8>(end - 1) == Char.T && (!isSummer || load<u8>(at, 2) == Char.S);
    return isEuropean && east >= 0 ? <i64>(east + (isSummer ? 1 : 0)) * HOUR_MS : local;
  }
  const rest = load<u16>(at, 1);
  if (
    (letter == Char.U && rest == chars2(Char.T, Char.C)) ||
    (letter == Char.G && rest == chars2(Char.M, Char.T))
  )
    return 0;
  const west = hoursWest(letter);
  if (west < 0) return local;
  if (rest == chars2(Char.S, Char.T)) return -west * HOUR_MS;
  return rest == chars2(Char.D, Char.T) ? (1 - west) * HOUR_MS : local;
}
