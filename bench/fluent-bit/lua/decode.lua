-- What a server would make of a request's target (filter/features/decode.ts): percent signs once and, where that leaves
-- more of them, twice; `+` as a blank in the query; the escapes that servers write into their logs.
local ffi = require("ffi")
local bit = require("bit")
local bytes = require("bytes")
local M, HEX, findByte = bytes.M, bytes.HEX, bytes.findByte
local band, bor = bit.band, bit.bor
local DECODED, AGAIN = bytes.DECODED, bytes.AGAIN

-- Bytes that decoding looks at: % + ? \.
local CODED = ffi.new("uint8_t[256]")
for _, byte in ipairs({ 0x25, 0x2b, 0x3f, 0x5c }) do CODED[byte] = 1 end

local function hexPair(at, stop)
  if at + 2 > stop then return -1 end
  local high, low = HEX[M[at]], HEX[M[at + 1]]
  if high < 0 or low < 0 then return -1 end
  return high * 16 + low
end

-- Decodes once from [at, stop) to `to`; returns the place after the last byte, and how many bytes were encoded.
local function decodeOnce(at, stop, to, isFirst)
  local encoded, inQuery = 0, false
  while at < stop do
    local byte = M[at]
    at = at + 1
    if CODED[byte] ~= 0 then
      if byte == 0x25 then
        local value = hexPair(at, stop)
        if value >= 0 then
          byte = value
          at = at + 2
          encoded = encoded + 1
        elseif at + 5 <= stop and bor(M[at], 0x20) == 0x75 then
          local high, low = hexPair(at + 1, stop), hexPair(at + 3, stop)
          if high >= 0 and low >= 0 then
            byte = high == 0 and low or high == 0xff and band(low + 0x20, 0x7f) or 0x80
            at = at + 5
            encoded = encoded + 1
          end
        end
      elseif isFirst then
        if byte == 0x5c then
          if at < stop then
            local following = M[at]
            local value = following == 0x78 and hexPair(at + 1, stop) or -1
            if value >= 0 then
              byte = value
              at = at + 3
            elseif following == 0x22 or following == 0x5c then
              byte = following
              at = at + 1
            end
          end
        elseif byte == 0x3f then inQuery = true
        elseif inQuery then byte = 0x20 end
      end
    end
    M[to] = byte
    to = to + 1
  end
  return to, encoded
end

-- Decodes [at, stop) to DECODED; returns where it ends there, and how many bytes were encoded once and twice.
return function(at, stop)
  local to, encoded = decodeOnce(at, stop, DECODED, true)
  if findByte(DECODED, to, 0x25) + 2 >= to then return to, encoded, 0 end
  local again, doubled = decodeOnce(DECODED, to, AGAIN, false)
  ffi.copy(M + DECODED, M + AGAIN, again - AGAIN)
  return DECODED + again - AGAIN, encoded, doubled
end
