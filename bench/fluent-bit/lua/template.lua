-- The fingerprint of a request with what varies masked (filter/template.ts), and how often it was seen
-- (filter/novelty.ts).
local ffi = require("ffi")
local bit = require("bit")
local bytes = require("bytes")
local model = require("model")
local e = require("line").event
local M, CLASS, findByte, f32, bitsOf = bytes.M, bytes.CLASS, bytes.findByte, bytes.f32, bytes.bitsOf
local tobit, band, bor, bxor, rshift = bit.tobit, bit.band, bit.bor, bit.bxor, bit.rshift
local PRIME, FNV_OFFSET = bytes.PRIME, bytes.FNV_OFFSET

local template = {}
local STAR, QUOTE = 0x2a, 0x22
local TOKEN, DIGIT = 1, 2

-- Bytes that hold a token together; 0 for the others.
local MARKS = ffi.new("uint8_t[256]")
for byte = 0, 255 do
  if CLASS[byte] == 1 then MARKS[byte] = TOKEN + DIGIT
  elseif CLASS[byte] == 2 or byte >= 0x80 or string.char(byte):find("^[-_.%%+@#]") then MARKS[byte] = TOKEN end
end

local function text(at, stop, hash)
  while at < stop do
    local byte = M[at]
    local marks = MARKS[byte]
    if marks ~= 0 then
      local sum, met = hash, 0
      repeat
        sum = tobit(bxor(sum, byte) * PRIME)
        met = bor(met, marks)
        at = at + 1
        byte = M[at]
        marks = MARKS[byte]
      until marks == 0 or at >= stop
      hash = met == TOKEN and sum or tobit(bxor(hash, STAR) * PRIME)
    elseif byte == QUOTE then
      local close = at + 1
      while close < stop and M[close] ~= QUOTE do close = close + (M[close] == 0x5c and 2 or 1) end
      hash = tobit(bxor(hash, STAR) * PRIME)
      at = close + 1
    else
      hash = tobit(bxor(hash, byte) * PRIME)
      at = at + 1
    end
  end
  return hash
end

-- The method, the path's segments and the names of the parameters count, their values don't.
function template.fingerprint()
  local hash = tobit(bxor(text(e.method, e.methodEnd, FNV_OFFSET), 0x20) * PRIME)
  local target, stop = e.path, e.pathEnd
  local at = findByte(target, stop, 0x3f)
  hash = text(target, at, hash)
  while at < stop do
    hash = tobit(bxor(hash, M[at]) * PRIME)
    local p = at + 1
    while p < stop and M[p] ~= 0x3d and M[p] ~= 0x26 do p = p + 1 end
    hash = text(at + 1, p, hash)
    at = findByte(p, stop, 0x26)
  end
  return hash
end

local SLOTS, PROBES, KNOWN_COUNT = 4096, 8, 64
local MEAN_SHARE = f32(0.005)
local prints = ffi.new("int32_t[?]", SLOTS)
local counts = ffi.new("uint32_t[?]", SLOTS)
-- f32 events so far, f32 mean surprise.
local usual = ffi.new("float[2]")

-- The slot of a template; one that finds its slots taken displaces the rarest of them.
local function find(print)
  local first = band(print, SLOTS - 1)
  local rarest, least = 0, 4294967296
  for probe = 0, PROBES - 1 do
    local slot = band(first + probe, SLOTS - 1)
    local found = prints[slot]
    if found == print then return slot end
    local count = found == 0 and 0 or counts[slot]
    if count < least then rarest, least = slot, count end
  end
  prints[rarest], counts[rarest] = print, 0
  return rarest
end

for _, known in ipairs(model.templates) do
  if known ~= 0 then counts[find(known)] = KNOWN_COUNT end
end

-- log2, between whole steps a straight line.
local function log2(value)
  local bits = bitsOf(value)
  local exponent = band(rshift(bits, 23), 255) - 127
  return f32(f32(exponent + (1 + band(bits, 0x7fffff) / 8388608)) - 1)
end

-- Counts one event; returns how often its template was seen before, its self-information in bits, and that less the
-- mean of late.
function template.count(print)
  local slot = find(print == 0 and 1 or print)
  local seen = counts[slot]
  if seen < 4294967295 then counts[slot] = seen + 1 end
  local events = f32(usual[0] + 1)
  if events < 16777216 then usual[0] = events end
  local surprise = log2(f32(f32(events + 1) / f32(f32(seen) + 1)))
  if surprise < 0 then surprise = 0 end
  local mean = usual[1]
  local excess = f32(surprise - mean)
  local share = f32(events * MEAN_SHARE) < 1 and f32(1 / events) or MEAN_SHARE
  usual[1] = f32(mean + f32(excess * share))
  return seen, surprise, excess
end

return template
