-- Texts as ranges [at, stop) of one byte buffer, so that no string is made for what is only looked at; and arithmetic
-- that gives what the filter's 32-bit integers and floats give.
local ffi = require("ffi")
local bit = require("bit")
local tobit, bxor, rshift = bit.tobit, bit.bxor, bit.rshift

ffi.cdef [[
void *memchr(const void *at, int byte, size_t size);
void *memmem(const void *at, size_t size, const void *what, size_t length);
]]
local C = ffi.C

local bytes = {}

-- 0 is nowhere; a line stands at LINE, its decoded target and referer at DECODED and AGAIN. Reading a little past the
-- end of a text is always inside the buffer.
local LINE, DECODED, AGAIN = 16, 66000, 132000
bytes.LINE, bytes.DECODED, bytes.AGAIN = LINE, DECODED, AGAIN
bytes.MAX_LINE = 65536
local M = ffi.new("uint8_t[?]", 198000)
bytes.M = M
local pointer = ffi.typeof("uint8_t *")

-- Where the byte stands first in [at, stop), or `stop`.
function bytes.findByte(at, stop, byte)
  if at >= stop then return stop end
  local found = C.memchr(M + at, byte, stop - at)
  if found == nil then return stop end
  return ffi.cast(pointer, found) - M
end

-- Where the literal stands first in [at, stop), or nil.
function bytes.find(at, stop, literal)
  if at >= stop then return nil end
  local found = C.memmem(M + at, stop - at, literal, #literal)
  if found == nil then return nil end
  return ffi.cast(pointer, found) - M
end

function bytes.text(at, stop)
  return ffi.string(M + at, stop - at)
end

-- 1 for digits, 2 for letters of either case.
local CLASS = ffi.new("uint8_t[256]")
for byte = 0x30, 0x39 do CLASS[byte] = 1 end
for byte = 0x41, 0x5a do CLASS[byte], CLASS[byte + 32] = 2, 2 end
bytes.CLASS = CLASS

-- Value of a hex digit, or -1.
local HEX = ffi.new("int8_t[256]")
for byte = 0, 255 do HEX[byte] = tonumber(string.char(byte), 16) or -1 end
bytes.HEX = HEX

-- Whole number in [at, stop), or -1 where it is none or has more than 18 digits.
function bytes.parseUnsigned(at, stop)
  if at >= stop or stop - at > 18 then return -1 end
  local value = 0
  for i = at, stop - 1 do
    local digit = M[i] - 0x30
    if digit < 0 or digit > 9 then return -1 end
    value = value * 10 + digit
  end
  return value
end

-- Products of 32 bits: through int64_t, which compiled code keeps in a register.
local PRIME, GOLDEN = 0x01000193LL, 0x9e3779b1LL
bytes.FNV_OFFSET = tobit(0x811c9dc5)
bytes.PRIME = PRIME

-- FNV-1a.
function bytes.fnv(at, stop, hash)
  for i = at, stop - 1 do hash = tobit(bxor(hash, M[i]) * PRIME) end
  return hash
end

-- The high bits of a hash times the golden ratio.
function bytes.spread(hash, shift)
  return rshift(tobit(hash * GOLDEN), shift)
end

local cell = ffi.new("union { float single; uint32_t bits; double number; uint32_t words[2]; }")

-- Rounds as the filter's f32 does.
function bytes.f32(value)
  cell.single = value
  return cell.single
end

-- The bits of a value as f32.
function bytes.bitsOf(value)
  cell.single = value
  return cell.bits
end

-- How many bits a whole number needs.
function bytes.width(value)
  if value <= 0 then return 0 end
  cell.number = value
  return rshift(cell.words[1], 20) - 1022
end

local TWO_52 = 4503599627370496

-- To the nearest whole number, halves to even ones.
function bytes.nearest(value)
  return (value + TWO_52) - TWO_52
end

return bytes
