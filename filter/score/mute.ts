/**
 * Mutes (model/mutes.ts): whether the verdict on the record at hand raises an alarm. Label, severity, scores and reasons stay
 * what they are.
 *
 * All that a mute names has to fit: template, first reason, source, site. What it hides is at most as heavy as its label, so
 * that who mutes an anomaly hides no attack. A login that succeeded after guessing is hidden by its very reason alone.
 */
import { By, isMarkedMute, Mute, muteAt, muteCount, networkMark, templateMark } from "../model/mutes";
import { event } from "../record/event";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { Field } from "../schema/fields";
import { Label } from "../schema/labels";
import { REASON_NAMES, Reason } from "../schema/reasons";
import { addressHigh, addressLow, isWithin, readAddress } from "../text/address-value";
import { FNV_OFFSET, fnv } from "../text/hash";
import { itemEnd, itemStart } from "../text/list";
import { weightOf } from "./label";
import { loginReason } from "./login";
import { reasonAt } from "./reasons";
import { verdict } from "./verdict";

/** What mutes look for in the record at hand. */
let hasAddress: bool = false;
let reason: u32 = 0;
let site: u32 = 0;

/** Finds the mute that hides the verdict; its reasons have to be there. */
export function mute(): void {
  verdict.mute = 0;
  if (muteCount() == 0 || verdict.label == Label.Normal) return;
  hasAddress = hasField(Field.Ip) && readAddress(fieldAt(Field.Ip), fieldEnd(Field.Ip));
  if (!isMarked()) return;
  reason = firstReason();
  site = hashField(hasField(Field.Host) ? Field.Host : Field.Service);
  for (let i: u32 = 0; i < muteCount(); i++) {
    const each = muteAt(i);
    if (!hides(each)) continue;
    verdict.mute = each.id;
    return;
  }
}

/** Whether any mute may fit. */
function isMarked(): bool {
  if (isMarkedMute(templateMark(event.template))) return true;
  if (verdict.reasons > 0 && isMarkedMute(reasonAt(0))) return true;
  return hasAddress && isMarkedMute(networkMark(addressHigh(), addressLow()));
}

function hides(each: Mute): bool {
  const by = each.by;
  if ((by & By.Template) != 0 && each.template != event.template) return false;
  if ((by & By.Reason) != 0 ? each.reason != reason : loginReason() == Reason.BreakIn) return false;
  if ((by & By.Site) != 0 && each.site != site) return false;
  if (weightOf(verdict.label) > weightOf(each.label)) return false;
  // By the shipper's clock: a line may claim any time.
  if (event.arrival >= <i64>each.until * 1000) return false;
  return (by & By.Source) == 0 || (hasAddress && isWithin(each.high, each.low, each.bits));
}

/** Hash of the name of the reason that stands first; 0 for none. */
function firstReason(): u32 {
  if (verdict.reasons == 0) return 0;
  const first = reasonAt(0);
  return fnv(itemStart(REASON_NAMES, first), itemEnd(REASON_NAMES, first), FNV_OFFSET);
}

/** 0 where the record has no such field. */
function hashField(field: u32): u32 {
  return hasField(field) ? fnv(fieldAt(field), fieldEnd(field), FNV_OFFSET) : 0;
}
