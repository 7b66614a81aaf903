/** The dense features of a web request. */
import { parsed } from "../parse/parsed";
import { fieldAt, fieldEnd, fieldLength, hasField } from "../record/fields";
import { Feature } from "../schema/features";
import { Field } from "../schema/fields";
import { ascii, find, parseUnsigned } from "../text/ascii";
import { Char } from "../text/char";
import { GOLDEN_32 } from "../text/hash";
import { addFeature } from "./hashed";
import { countAbsolute, isOwnHost } from "./own-host";
import { refererFeatures } from "./referer";
import { Region } from "./region";
import { attackWords } from "./sums";
import { target, targetFeatures } from "./target";
import { agentFeatures } from "./user-agent";
import { bits, DOES_NOT_APPLY, get, set } from "./values";

/** 0 none, 1 GET, 2 HEAD, 3 POST, 4 PUT PATCH DELETE, 5 OPTIONS, 6 any other. */
function methodClass(): f32 {
  if (!hasField(Field.Method)) return 0;
  const length = fieldLength(Field.Method);
  const at = fieldAt(Field.Method);
  if (length == 3 && (load<u32>(at) & 0xffffff) == 0x544547) return 1;
  if (length == 3 && (load<u32>(at) & 0xffffff) == 0x545550) return 4;
  if (length == 4 && load<u32>(at) == 0x44414548) return 2;
  if (length == 4 && load<u32>(at) == 0x54534f50) return 3;
  if (length == 5 && load<u32>(at) == 0x43544150) return 4;
  if (length == 6 && load<u32>(at) == 0x454c4544) return 4;
  return length == 7 && load<u32>(at) == 0x4954504f ? 5 : 6;
}

/** 0 none, else 10 times the version: 9, 10, 11, 20, 30. */
function versionNumber(): f32 {
  if (!hasField(Field.Version)) return 0;
  const at = fieldAt(Field.Version);
  const major = <u32>load<u8>(at) - Char._0;
  const minor: u32 = fieldLength(Field.Version) >= 3 ? <u32>load<u8>(at, 2) - Char._0 : 0;
  return major > 9 || minor > 9 ? 0 : <f32>(major * 10 + minor);
}

/** GET, as {@link methodClass} has it. */
const USUAL_METHOD: f32 = 1;
/** HTTP/1.1, as {@link versionNumber} has it. */
const USUAL_VERSION: f32 = 11;
const SHAPE_SALT: u32 = 0x3c6ef372;

/**
 * Type of the target, method and status as one feature: an image that a page brought along is another matter than a
 * missing program.
 */
function shape(): void {
  if (!hasField(Field.Path)) return;
  const parts =
    <u32>get(Feature.Extension) |
    ((<u32>get(Feature.Method)) << 4) |
    ((<u32>(get(Feature.Status) / 100)) << 8) |
    ((hasField(Field.Ref) ? 1 : 0) << 12) |
    ((get(Feature.QueryLength) > 0 ? 1 : 0) << 13) |
    ((parsed.isRefererUnknown() ? 1 : 0) << 14);
  addFeature((parts * GOLDEN_32) ^ SHAPE_SALT, fieldAt(Field.Path), fieldEnd(Field.Path), Region.Agent);
}

/** Value of the feature `absolute_target`: the target names a host; the same of the site's own (own-host.ts). */
export const NAMES_HOST: f32 = 1;
const NAMES_OWN_HOST: f32 = 3;
const SCHEME: usize = ascii("://");

/** Tells the site's own host in the request line from others. */
function ownHost(): void {
  const isAbsolute = get(Feature.AbsoluteTarget) == NAMES_HOST;
  countAbsolute(isAbsolute);
  if (!isAbsolute) return;
  const end = fieldEnd(Field.Path);
  const scheme = find(fieldAt(Field.Path), end, SCHEME);
  const status = get(Feature.Status);
  if (scheme && isOwnHost(scheme + 3, end, target.pathHash, status >= 200 && status < 400))
    set(Feature.AbsoluteTarget, NAMES_OWN_HOST);
}

/** Sets the dense features of an access line's request, and adds its texts to the sums. */
export function requestFeatures(): void {
  set(Feature.Method, methodClass());
  set(Feature.HttpVersion, versionNumber());
  set(
    Feature.Status,
    hasField(Field.Status)
      ? <f32>parseUnsigned(fieldAt(Field.Status), fieldEnd(Field.Status))
      : DOES_NOT_APPLY,
  );
  set(
    Feature.Bytes,
    hasField(Field.Bytes) ? bits(parseUnsigned(fieldAt(Field.Bytes), fieldEnd(Field.Bytes))) : DOES_NOT_APPLY,
  );
  textFeatures();
  ownHost();
}

/** The same of a request that a message is about. Many name the path alone: method and version are then the usual ones. */
export function mentionedRequestFeatures(): void {
  const isPath = !hasField(Field.Method) && load<u8>(fieldAt(Field.Path)) == Char.Slash;
  set(Feature.Method, isPath ? USUAL_METHOD : methodClass());
  set(Feature.HttpVersion, isPath ? USUAL_VERSION : versionNumber());
  textFeatures();
  // An error log does not tell the user agent, which is not the same as none.
  set(Feature.UaLength, DOES_NOT_APPLY);
  set(Feature.UaShape, DOES_NOT_APPLY);
}

function textFeatures(): void {
  targetFeatures();
  // Referer and agent are read next: their words are not the request's own.
  target.attackWords = attackWords();
  refererFeatures();
  agentFeatures();
  shape();
}
