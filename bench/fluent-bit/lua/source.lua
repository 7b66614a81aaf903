-- What a source did lately (filter/behaviour.ts, filter/features/source.ts): sets of eight entries whose counts fade.
local ffi = require("ffi")
local bit = require("bit")
local readAddress = require("address")
local agent = require("agent")
local bytes = require("bytes")
local doorkeeper = require("doorkeeper")
local model = require("model")
local request = require("request")
local target = require("target")
local e = require("line").event
local dense = target.dense
local fnv, f32, spread = bytes.fnv, bytes.f32, bytes.spread
local tobit, band, bor, bxor = bit.tobit, bit.band, bit.bor, bit.bxor
local lshift, rshift = bit.lshift, bit.rshift
local FNV_OFFSET = bytes.FNV_OFFSET
local D = model.dense

ffi.cdef [[
typedef struct {
  double time, spanStart;
  float events, recent, errors, suspicious, pages, referers;
  int32_t key, clients, targets[2], before[2], robots, forgotten, hits;
} smartlog_source;
]]

local source = {}
local WAYS, SET_SHIFT, SETS = 8, 24, 256
local LONG_MS, SHORT_MS, SPAN_SECONDS, MAX_BACK_MS = 900000, 30000, 300, 3600000
local LEAST_EVENTS, MANY_SPECIALS = 2.5, 4
local entries = ffi.new("smartlog_source[?]", SETS * WAYS)
local ENTRY_BYTES = ffi.sizeof("smartlog_source")
local SIXTH = f32(0.16666667)
local floor = math.floor

-- e^-x, in the filter's steps of f32.
local function fade(x)
  if x > 40 then return 0 end
  local square = f32(x * x)
  local sum = f32(f32(1 + x) + f32(square * 0.5))
  return f32(1 / f32(sum + f32(f32(square * x) * SIXTH)))
end

-- How much it would be a loss to forget the entry.
local function interest(entry, now)
  local age = f32(now - entry.time)
  local events = f32(f32(entry.events + 4 * entry.errors) + 16 * entry.suspicious)
  return f32(f32(events * (entry.forgotten + 1)) * fade(age > 0 and f32(age / LONG_MS) or 0))
end

local function start(entry, key, now)
  ffi.fill(entry, ENTRY_BYTES)
  entry.key, entry.time, entry.spanStart = key, now, floor(now / 1000)
end

local function cameOnce(entry)
  return entry.hits < 2 and entry.forgotten == 0
end

-- The entry of a key, begun anew where it is none's; in a full set those that came once go first, and of them or of the
-- others the one of least interest.
local function findEntry(key, now)
  local set = spread(key, SET_SHIFT) * WAYS
  local free
  for i = set, set + WAYS - 1 do
    local found = entries[i].key
    if found == key then return i end
    if found == 0 and not free then free = i end
  end
  local victim = free
  if not victim then
    local least, isOnce = math.huge, false
    for i = set, set + WAYS - 1 do
      local once = cameOnce(entries[i])
      if once or not isOnce then
        local value = interest(entries[i], now)
        if once ~= isOnce or value < least then victim, least, isOnce = i, value, once end
      end
    end
    doorkeeper.noteForgotten(entries[victim].key)
  end
  start(entries[victim], key, now)
  entries[victim].forgotten = doorkeeper.timesForgotten(key)
  return victim
end

local function countEvent(key, now)
  local entry = entries[findEntry(key, now)]
  local since = now - entry.time
  if since < -MAX_BACK_MS then
    start(entry, key, now)
    since = 0
  end
  if since >= 0 then entry.time = now end
  local passed = since > 0 and f32(since) or 0
  local long = fade(f32(passed / LONG_MS))
  entry.events = f32(entry.events * long) + 1
  entry.recent = f32(entry.recent * fade(f32(passed / SHORT_MS))) + 1
  entry.errors = entry.errors * long
  entry.suspicious = entry.suspicious * long
  entry.pages = entry.pages * long
  entry.referers = entry.referers * long
  entry.hits = math.min(entry.hits + 1, 65535)
  local second = floor(now / 1000)
  local span = second - entry.spanStart
  if span >= SPAN_SECONDS then
    local isNext = span < 2 * SPAN_SECONDS
    entry.before[0] = isNext and entry.targets[0] or 0
    entry.before[1] = isNext and entry.targets[1] or 0
    entry.targets[0], entry.targets[1] = 0, 0
    entry.spanStart = second
  end
  return entry
end

local hasExempt = next(model.exempt) ~= nil or #model.exemptBeginnings > 0

-- Whether the list has the address as it is written. (The filter reads the list's addresses too.)
local function isExempt(address)
  if model.exempt[address] then return true end
  for _, beginning in ipairs(model.exemptBeginnings) do
    if address:sub(1, #beginning) == beginning then return true end
  end
  return false
end

local MIX, CUSTOMER_MASK, NETWORK_SALT = 0xd6e8feb86659fd93ULL, 0xffffffffffff0000ULL, 0x2545f4914f6cdd1dULL

local function mix(hash, word)
  hash = bxor(hash, word) * MIX
  return bxor(hash, rshift(hash, 32))
end

local function keyOf(high, low)
  local hash = mix(mix(model.WEB + 1ULL, high), low)
  local key = bxor(tobit(hash), tobit(rshift(hash, 32)))
  return key == 0 and 1 or key
end

local SEED = bxor(FNV_OFFSET, model.WEB + 1)

local function nameKey(at, stop)
  local key = fnv(at, stop, SEED)
  return key == 0 and 1 or key
end

-- Hash of the source, 0 where there is none or an exempt one; and of the /48 of an IPv6 source.
local function sourceKeys()
  if e.ip == 0 then return e.user == 0 and 0 or nameKey(e.user, e.userEnd) end
  local text = bytes.text(e.ip, e.ipEnd)
  if hasExempt and isExempt(text) then return 0 end
  local high, low = readAddress(text)
  if not high then return nameKey(e.ip, e.ipEnd) end
  if high == 0 and rshift(low, 32) == 0xffff then return keyOf(0ULL, low) end
  return keyOf(high, 0ULL), keyOf(band(high, CUSTOMER_MASK), NETWORK_SALT)
end

local SQLI, PROBE, WEBSHELL = D.words_sqli, D.words_probe, D.words_webshell

-- Whether a request looks like no ordinary visitor's.
local function isSuspicious()
  if dense[D.dotfile] > 0 or dense[D.climbs] > 1 or dense[D.controls] > 0 then return true end
  if dense[D.extension] == target.SECRET or dense[D.specials] >= MANY_SPECIALS then return true end
  if dense[D.method] == 0 then return true end
  local words = 0
  for family = SQLI, WEBSHELL do
    words = words + dense[family] * (family == PROBE and 1 or 0.5)
  end
  return words >= 1
end

local function countWeb(entry)
  if e.status >= 400 and e.status < 500 then entry.errors = entry.errors + 1 end
  if isSuspicious() then entry.suspicious = entry.suspicious + 1 end
  if dense[D.extension] ~= target.ASSET then entry.pages = entry.pages + 1 end
  if e.ref ~= 0 then entry.referers = entry.referers + 1 end
  if e.ua ~= 0 then entry.clients = bor(entry.clients, lshift(1, spread(agent.hash, 27))) end
  if e.path ~= 0 then
    local place = spread(request.pathHash, 26)
    local half = rshift(place, 5)
    entry.targets[half] = bor(entry.targets[half], lshift(1, place))
    if request.isRobots then entry.robots = 1 end
  end
end

local function ones(bits)
  bits = bits - band(rshift(bits, 1), 0x55555555)
  bits = band(bits, 0x33333333) + band(rshift(bits, 2), 0x33333333)
  bits = band(bits + rshift(bits, 4), 0x0f0f0f0f)
  return rshift(bits + lshift(bits, 8) + lshift(bits, 16) + lshift(bits, 24), 24)
end

local function setFeatures(entry)
  local total = entry.events
  if total < LEAST_EVENTS then return end
  dense[D.source_recent] = entry.recent
  dense[D.source_events] = total
  dense[D.source_errors] = entry.errors
  dense[D.source_error_share] = entry.errors / total
  dense[D.source_suspicious] = entry.suspicious
  dense[D.source_suspicious_share] = entry.suspicious / total
  dense[D.source_targets] = ones(bor(entry.targets[0], entry.before[0])) + ones(bor(entry.targets[1], entry.before[1]))
  dense[D.source_clients] = ones(entry.clients)
  dense[D.source_page_share] = entry.pages / total
  dense[D.source_referer_share] = entry.referers / total
  dense[D.source_robots] = entry.robots
end

local function count(key)
  local entry = countEvent(key, e.time)
  countWeb(entry)
  return entry
end

local MANY_BAD, BAD_SHARE = 16, 0.5

local function isHostile(network)
  local bad = math.max(network.errors, network.suspicious)
  return bad >= MANY_BAD and bad >= f32(network.events * BAD_SHARE)
end

-- Counts the event and sets the features of its source. Those of the event itself have to be there.
function source.features()
  local key, networkKey = sourceKeys()
  if key == 0 then return end
  if networkKey then
    local network = count(networkKey)
    local isBad = e.status >= 400 and e.status < 500 or isSuspicious()
    if isBad and isHostile(network) then setFeatures(network) end
  end
  local entry = count(key)
  if dense[D.source_events] < entry.events then setFeatures(entry) end
end

return source
