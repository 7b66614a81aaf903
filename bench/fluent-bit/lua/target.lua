-- The dense features of a request's target, and its text (filter/features/dense.ts, extension.ts).
local ffi = require("ffi")
local bit = require("bit")
local bytes = require("bytes")
local decode = require("decode")
local model = require("model")
local ngrams = require("ngrams")
local addStretch = require("stretch")
local M, CLASS, find, findByte, width = bytes.M, bytes.CLASS, bytes.find, bytes.findByte, bytes.width
local tobit, band, bor, bxor, rshift = bit.tobit, bit.band, bit.bor, bit.bxor, bit.rshift
local PRIME, FNV_OFFSET = bytes.PRIME, bytes.FNV_OFFSET
local TARGET = ngrams.TARGET

local target = { ASSET = 1, SECRET = 5 }
local DECODED = bytes.DECODED
local D = model.dense

-- f32 value of each dense feature of the event at hand.
local dense = ffi.new("float[?]", model.DENSE_COUNT)
target.dense = dense

-- Where each byte counts, ten bits for each count: specials, quotes, digits; and upper case, controls, not ASCII.
local LOW = ffi.new("int32_t[256]")
local HIGH = ffi.new("int32_t[256]")
local SPECIALS = "!$()*;<>[\\]^{|}~\127"
for byte = 0, 255 do
  local char = string.char(byte)
  if CLASS[byte] == 1 then LOW[byte] = 2 ^ 20
  elseif byte >= 0x41 and byte <= 0x5a then HIGH[byte] = 1
  elseif byte >= 0x80 then HIGH[byte] = 2 ^ 20
  elseif byte < 0x20 then HIGH[byte] = 2 ^ 10
  elseif char:find("[\"'`]") then LOW[byte] = 2 ^ 10
  elseif SPECIALS:find(char, 1, true) then LOW[byte] = 1 end
end
local MAX_COUNTED = 1020

-- How many names have an opening parenthesis right behind.
local function calls(at, stop)
  local count = 0
  local open = findByte(at, stop, 0x28)
  while open < stop do
    if open > at and (CLASS[M[open - 1]] ~= 0 or M[open - 1] == 0x5f) then count = count + 1 end
    open = findByte(open + 1, stop, 0x28)
  end
  return count
end

local CALLS, SPECIAL_COUNT, QUOTES, CONTROLS, NON_ASCII = D.calls, D.specials, D.quotes, D.controls, D.non_ascii
local SPECIAL_SHARE, DIGIT_SHARE, UPPER_SHARE = D.special_share, D.digit_share, D.upper_share

-- Counts what a text is made of.
local function composition(at, stop)
  local specials, quotes, digits, uppers, controls, others = 0, 0, 0, 0, 0, 0
  local from = at
  while from < stop do
    local part = math.min(stop, from + MAX_COUNTED)
    local low, high = 0, 0
    for p = from, part - 1 do
      local byte = M[p]
      low, high = low + LOW[byte], high + HIGH[byte]
    end
    from = part
    specials, uppers = specials + band(low, 1023), uppers + band(high, 1023)
    quotes, controls = quotes + band(rshift(low, 10), 1023), controls + band(rshift(high, 10), 1023)
    digits, others = digits + rshift(low, 20), others + rshift(high, 20)
  end
  dense[CALLS] = specials > 0 and calls(at, stop) or 0
  dense[SPECIAL_COUNT], dense[QUOTES], dense[CONTROLS] = specials, quotes, controls
  dense[NON_ASCII] = width(others)
  local length = stop - at
  if length > 0 then
    dense[SPECIAL_SHARE] = (specials + quotes) * 100 / length
    dense[DIGIT_SHARE] = digits * 100 / length
    dense[UPPER_SHARE] = uppers * 100 / length
  end
end

local DEPTH, DOTFILE, CLIMBS = D.path_depth, D.dotfile, D.climbs

local function pathShape(at, mark)
  local depth, dotfile = 0, 0
  for p = at, mark - 1 do
    local byte = M[p]
    if byte == 0x2f or byte == 0x5c then
      depth = depth + 1
      if M[p + 1] == 0x2e and p + 2 < mark and M[p + 2] ~= 0x2e and M[p + 2] ~= 0x2f then dotfile = dotfile + 1 end
    end
  end
  dense[DEPTH], dense[DOTFILE] = depth, dotfile
end

local function climbs(at, stop)
  local count = 0
  local from = find(at, stop, "..")
  while from do
    count = count + 1
    from = find(from + 2, stop, "..")
  end
  return count
end

local function parameters(at, stop)
  local count = 1
  local p = findByte(at, stop, 0x26)
  while p < stop do
    count = count + 1
    p = findByte(p + 1, stop, 0x26)
  end
  return count
end

local EXTENSIONS = {}
for class, list in ipairs({
  "css js mjs map png jpg jpeg gif svg ico webp avif woff woff2 ttf eot mp4 mp3 webm ogg ts m3u8 wasm",
  "htm html xhtml shtml md",
  "php php3 php5 php7 phtml asp aspx asmx ashx jsp jspx do action cgi pl py rb sh dll exe cfm",
  "json xml rss atom txt pdf csv xls xlsx doc docx ics rdf",
  "bak old orig save swp sql db sqlite zip gz tar tgz rar 7z bz2 log ini conf cfg config yml yaml toml env pem key "
    .. "p12 lock dump mdb inc properties",
}) do
  for extension in list:gmatch("%S+") do
    local hash = FNV_OFFSET
    for i = 1, #extension do hash = tobit(bxor(hash, extension:byte(i)) * PRIME) end
    EXTENSIONS[hash] = class
  end
end
local NONE, SECRET, OTHER, MAX_LETTERS = 0, target.SECRET, 6, 8

-- What kind of thing a path's extension says it is.
local function extensionClass(at, stop)
  local dot = stop
  while dot > at and stop - dot <= MAX_LETTERS do
    local byte = M[dot - 1]
    if byte == 0x2e then break end
    if CLASS[byte] == 0 then return byte == 0x7e and SECRET or byte == 0x2f and NONE or OTHER end
    dot = dot - 1
  end
  if dot == at or stop - dot > MAX_LETTERS then return NONE end
  local hash = FNV_OFFSET
  for p = dot, stop - 1 do
    local byte = M[p]
    hash = tobit(bxor(hash, CLASS[byte] == 1 and byte or bor(byte, 0x20)) * PRIME)
  end
  return EXTENSIONS[hash] or OTHER
end

local TARGET_LENGTH, ENCODED, DOUBLE_ENCODED = D.target_length, D.encoded, D.double_encoded
local EXTENSION, ABSOLUTE, QUERY_LENGTH, PARAMETERS = D.extension, D.absolute_target, D.query_length, D.parameters

-- Reads the target in [at, stop).
function target.read(at, stop)
  local decodedEnd, encoded, doubled = decode(at, stop)
  local from, to = addStretch(DECODED, decodedEnd, TARGET)
  local isLong = to - from < decodedEnd - DECODED
  local length = isLong and to - from or stop - at
  dense[TARGET_LENGTH] = width(length)
  dense[ENCODED], dense[DOUBLE_ENCODED] = width(math.min(encoded, length)), width(math.min(doubled, length))
  composition(from, to)
  pathShape(DECODED, findByte(DECODED, decodedEnd, 0x3f))
  dense[CLIMBS] = climbs(from, to)
  local mark = findByte(at, stop, 0x3f)
  dense[EXTENSION] = extensionClass(at, mark)
  dense[ABSOLUTE] = M[at] == 0x2f and 0 or find(at, mark, "://") and 1 or 2
  if mark == stop then
    dense[QUERY_LENGTH], dense[PARAMETERS] = 0, 0
    return
  end
  dense[QUERY_LENGTH] = width(isLong and length or stop - mark)
  dense[PARAMETERS] = isLong and parameters(from, to) or parameters(mark, stop)
end

return target
