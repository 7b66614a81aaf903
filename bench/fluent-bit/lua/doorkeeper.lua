-- How often a source was forgotten: a count-min sketch that is halved as it fills (filter/doorkeeper.ts).
local ffi = require("ffi")
local bit = require("bit")
local tobit, bxor, rshift = bit.tobit, bit.bxor, bit.rshift

local doorkeeper = {}
local COUNTERS_LOG2, MOST = 18, 255
local COUNTERS = 2 ^ COUNTERS_LOG2
local SHIFT, MOST_ADDED = 32 - COUNTERS_LOG2, COUNTERS / 8
local FIRST, SECOND = 0x85ebca6bLL, 0xc2b2ae35LL
local counters = ffi.new("uint8_t[?]", COUNTERS)
local added = 0

local function firstOf(key)
  return rshift(tobit(key * FIRST), SHIFT)
end

local function secondOf(key)
  return rshift(tobit(bxor(key, rshift(key, 15)) * SECOND), SHIFT)
end

function doorkeeper.timesForgotten(key)
  if added == 0 then return 0 end
  return math.min(counters[firstOf(key)], counters[secondOf(key)])
end

function doorkeeper.noteForgotten(key)
  added = added + 1
  if added > MOST_ADDED then
    added = math.floor(added / 2)
    for i = 0, COUNTERS - 1 do counters[i] = rshift(counters[i], 1) end
  end
  local count = doorkeeper.timesForgotten(key)
  if count == MOST then return end
  local first, second = firstOf(key), secondOf(key)
  if counters[first] == count then counters[first] = count + 1 end
  if counters[second] == count then counters[second] = count + 1 end
end

return doorkeeper
