/**
 * Names of tools that nothing but scans and attacks is done with. Fixed, so that they don't move with the weights: one of
 * them in a user agent decides, whatever a browser's words around it say. No word that a device, an app or a browser has.
 */

import { ascii, bytesOf, lengthOf } from "../text/ascii";
import { Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME } from "../text/hash";

/** As ngrams.ts folds words: in lower case, each run of digits as `0` or `00`. (A blank ends each line: ascii() joins them.) */
const NAMES: usize = ascii(
  `sqlmap nikto nmap masscan zgrab nuclei gobuster dirbuster dirb ffuf fuzz wfuzz feroxbuster wpscan acunetix nessus openvas 
  arachni wapiti w0af havij zap zaproxy owasp_zap burp burpsuite censysinspect censys shodan expanse l0explore l0tcpid 
  modatscanner leakix whatweb hydra skipfish commix jaeles httprobe dirsearch xray cgichk netsparker invicti qualys 
  detectify appscan webinspect xsstrike dalfox xsser joomscan cmsmap droopescan sqlninja fimap dotdotpwn wafw00f 
  metasploit morfeus zmeu jorgee muhstik gospider hakrawler`,
);

const SLOTS: u32 = 256;
/** Open hash table: u32 FNV-1a of each name, 0 in a free slot. */
const TABLE: usize = memory.data(1024, 8);

let hash = FNV_OFFSET;
for (let at = bytesOf(NAMES), end = at + lengthOf(NAMES); at <= end; at++) {
  const byte: u32 = at < end ? load<u8>(at) : Char.Space;
  if (byte > <u32>Char.Space) hash = (hash ^ byte) * FNV_PRIME;
  else if (hash != FNV_OFFSET) {
    store<u32>(slotOf(hash), hash);
    hash = FNV_OFFSET;
  }
}

/** Address of the slot that holds a hash, or where it belongs. */
function slotOf(word: u32): usize {
  let slot = word & (SLOTS - 1);
  while (true) {
    const at = TABLE + (slot << 2);
    const found = load<u32>(at);
    if (found == word || found == 0) return at;
    slot = (slot + 1) & (SLOTS - 1);
  }
}

/** Whether the word with this hash is one of them. */
export function isScanner(word: u32): bool {
  return load<u32>(slotOf(word)) != 0;
}
