/** What the server says of the block list, and gives to CrowdSec's bouncers where there is a key. */

import type { Policy } from "../../blocklist/lib/policy.ts";
import type { BlocklistOptions } from "../../blocklist/lib/select.ts";
import { placeOf, policyOf } from "../blocklist/policy.ts";
import { messageOf } from "../lib/errors.ts";

/**
 * @param policy path of a file, which is read again each time: an address that is allowed there is so at once
 * @param say told of a file that can't be used any more; the policy before goes on
 * @throws BlocklistError where it can't be used at the start
 */
export function blocklistFor(
  { policy, module }: { policy?: string; module?: string },
  say: (text: string) => void,
): BlocklistOptions {
  const options = policy === undefined ? {} : { policy };
  let last: Policy = policyOf(options);
  let said = "";
  return {
    place: placeOf(module),
    policy: () => {
      try {
        last = policyOf(options);
        said = "";
      } catch (error) {
        const text = messageOf(error);
        if (text !== said) say(`${text}; the list goes on by the policy before`);
        said = text;
      }
      return last;
    },
  };
}
