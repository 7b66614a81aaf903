-- The features of a user agent (filter/features/agent.ts); always of all of it, as the filter does up to 512 bytes.
local ffi = require("ffi")
local bit = require("bit")
local bytes = require("bytes")
local model = require("model")
local known = require("known")
local ngrams = require("ngrams")
local e = require("line").event
local M, CLASS, find, findByte, fnv = bytes.M, bytes.CLASS, bytes.find, bytes.findByte, bytes.fnv
local band, bxor, lshift, bor = bit.band, bit.bxor, bit.lshift, bit.bor

local agent = { hash = 0 }
local MAX_KNOWN, MAX_KNOWN_BYTES, MOST = 128, 1024, 255
local FRAGMENT_SALT = 0x1f83d9ab
local FRAGMENTS = model.fragments
local AT_START, BEGINS_WORD, ENDS_WORD = 1, 2, 4

local D = model.dense
local LENGTH, WORDS, FRAGMENT_COUNT, SHAPE, CONTACT = D.ua_length, D.ua_words, D.ua_fragments, D.ua_shape, D.ua_contact

-- As browsers write it; a robot in a browser's form; a name of its own; nothing but a name and perhaps its version.
local BROWSER, COMPATIBLE, OWN, NAME = 1, 2, 3, 4
local SLASH = 0x2f
-- What a name is written with.
local OF_NAMES = ffi.new("uint8_t[256]")
for byte = 0, 255 do OF_NAMES[byte] = string.char(byte):find("[%w_ %%().:/-]") and 1 or 0 end

local function lower(byte)
  return byte >= 0x41 and byte <= 0x5a and byte + 32 or byte
end

local function isWordAt(p)
  return CLASS[M[p]] ~= 0 or M[p] == 0x5f
end

-- Whether the fragment that lies at `entry` stands at `p` of the text in [start, stop).
local function isFragmentAt(entry, start, p, stop)
  local length, where = FRAGMENTS[entry], FRAGMENTS[entry + 1]
  if length > stop - p then return false end
  for i = 0, length - 1 do
    if lower(M[p + i]) ~= FRAGMENTS[entry + 2 + i] then return false end
  end
  if band(where, AT_START) ~= 0 and p ~= start then return false end
  if band(where, BEGINS_WORD) ~= 0 and p > start and isWordAt(p - 1) then return false end
  return not (band(where, ENDS_WORD) ~= 0 and p + length < stop and isWordAt(p + length))
end

-- Counts the pieces of robots' names, and adds a feature for each.
local function countFragments(at, stop)
  local count = 0
  for p = at, stop - 2 do
    local bucket = band(bxor(lshift(lower(M[p]), 3), lower(M[p + 1])), 255)
    local entry = bor(FRAGMENTS[2 * bucket], lshift(FRAGMENTS[2 * bucket + 1], 8))
    if entry ~= 0 then
      while FRAGMENTS[entry] ~= 0 do
        if isFragmentAt(entry, at, p, stop) then
          local hash = FRAGMENT_SALT
          for i = 0, FRAGMENTS[entry] - 1 do
            hash = bit.tobit(bxor(hash, FRAGMENTS[entry + 2 + i]) * bytes.PRIME)
          end
          ngrams.addSaid(hash)
          count = count + 1
        end
        entry = entry + 2 + FRAGMENTS[entry]
      end
    end
  end
  return math.min(count, MOST)
end

-- Names of scanners, as the filter folds words (filter/features/scanners.ts).
local SCANNERS = {}
for name in ([[
  sqlmap nikto nmap masscan zgrab nuclei gobuster dirbuster dirb ffuf fuzz wfuzz feroxbuster wpscan acunetix nessus openvas
  arachni wapiti w0af havij zap zaproxy owasp_zap burp burpsuite censysinspect censys shodan expanse l0explore l0tcpid
  modatscanner leakix whatweb hydra skipfish commix jaeles httprobe dirsearch xray cgichk netsparker invicti qualys
  detectify appscan webinspect xsstrike dalfox xsser joomscan cmsmap droopescan sqlninja fimap dotdotpwn wafw00f
  metasploit morfeus zmeu jorgee muhstik gospider hakrawler]]):gmatch("%S+") do
  SCANNERS[name] = true
end

local function namesScanner(at, stop)
  for word in bytes.text(at, stop):lower():gmatch("[%w_\128-\255]+") do
    if SCANNERS[word:gsub("%d%d+", "00"):gsub("%f[%d]%d%f[%D]", "0")] then return true end
  end
  return false
end

-- Reads a text that is not known yet.
local function learn(at, stop)
  known.begin()
  ngrams.addAgent(at, stop)
  local fragments = countFragments(at, stop)
  local found = known.finish()
  found.fragments = fragments
  found.scanner = namesScanner(at, stop)
  found.hash = fnv(at, stop, bytes.FNV_OFFSET)
  local blanks, slashes, isName = 0, 0, true
  for p = at, stop - 1 do
    local byte = M[p]
    if byte == 0x20 then blanks = blanks + 1 end
    if byte == SLASH then slashes = slashes + 1 end
    if OF_NAMES[byte] == 0 then isName = false end
  end
  found.blanks = blanks
  local isMozilla = find(at, math.min(at + 8, stop), "Mozilla/") == at
  local ofBrowsers = find(at, stop, "compatible;") and COMPATIBLE or BROWSER
  found.shape = isName and slashes < 2 and NAME or isMozilla and ofBrowsers or OWN
  found.contact = (findByte(at, stop, 0x40) < stop or find(at, stop, "http")) and 1 or 0
  return found
end

local agents = known.new(MAX_KNOWN)

-- Sets the dense features of the user agent, and adds its part to the sums. `text` is it, or nil.
function agent.features(text, dense)
  agent.namesScanner = false
  if not text then
    dense[LENGTH] = 0
    dense[SHAPE] = 0
    return
  end
  local found = known.get(agents, text)
  if found then
    known.add(found)
  else
    found = learn(e.ua, e.uaEnd)
    if #text <= MAX_KNOWN_BYTES then known.put(agents, text, found) end
  end
  agent.hash = found.hash
  agent.namesScanner = found.scanner
  dense[LENGTH] = e.uaEnd - e.ua
  dense[WORDS] = found.blanks + 1
  dense[FRAGMENT_COUNT] = found.fragments
  dense[SHAPE] = found.shape
  dense[CONTACT] = found.contact
end

return agent
