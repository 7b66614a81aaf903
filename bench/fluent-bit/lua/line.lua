-- Access lines in common and combined format, as filter/kinds/web.ts reads them.
local ffi = require("ffi")
local bit = require("bit")
local bytes = require("bytes")
local model = require("model")
local M, findByte, parseUnsigned, CLASS, HEX = bytes.M, bytes.findByte, bytes.parseUnsigned, bytes.CLASS, bytes.HEX
local bor, lshift, band = bit.bor, bit.lshift, bit.band
local floor = math.floor

ffi.cdef [[
typedef struct {
  int32_t ip, ipEnd, host, hostEnd, user, userEnd, method, methodEnd, path, pathEnd, version, versionEnd;
  int32_t status, bytes, bytesEnd, ref, refEnd, ua, uaEnd;
  double size, time, micros;
} smartlog_event;
]]

-- What was found: where each text begins (0 where it is missing) and ends; time in ms, -1 for no duration.
local e = ffi.new("smartlog_event")
local EVENT_BYTES = ffi.sizeof("smartlog_event")
local line = { event = e }

local MAX_PREFIX_BYTES = 1024
local QUOTE, SPACE, SLASH = 0x22, 0x20, 0x5c
local ZONE_MS = model.zoneMinutes * 60000
local timeEnd = 0

-- An empty text or `-` is none.
local function isText(at, stop)
  return at < stop and not (stop - at == 1 and M[at] == 0x2d)
end

local function two(at)
  local tens, ones = M[at] - 0x30, M[at + 1] - 0x30
  if tens == -16 then tens = 0 end
  if tens < 0 or tens > 9 or ones < 0 or ones > 9 then return -1 end
  return tens * 10 + ones
end

local MONTHS = {}
for number, name in ipairs({ "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" }) do
  local a, b, c = name:byte(1, 3)
  MONTHS[bor(a, lshift(b, 8), lshift(c, 16))] = number
end
local DAYS = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function daysFromCivil(year, month, day)
  local y = month <= 2 and year - 1 or year
  local era = floor(y / 400)
  local yearOfEra = y - era * 400
  local dayOfYear = floor((153 * (month + (month > 2 and -3 or 9)) + 2) / 5) + day - 1
  return era * 146097 + yearOfEra * 365 + floor(yearOfEra / 4) - floor(yearOfEra / 100) + dayOfYear - 719468
end

local function zoneAt(at, stop)
  if at >= stop then return ZONE_MS end
  local byte = M[at]
  if byte == 0x5a or byte == 0x7a then
    timeEnd = at + 1
    return 0
  end
  if (byte ~= 0x2b and byte ~= 0x2d) or at + 3 > stop or CLASS[M[at + 1]] ~= 1 then return ZONE_MS end
  local hour = two(at + 1)
  if hour < 0 then return ZONE_MS end
  local minuteAt = at + 3
  if minuteAt < stop and M[minuteAt] == 0x3a then minuteAt = minuteAt + 1 end
  local minute = minuteAt + 2 <= stop and two(minuteAt) or -1
  timeEnd = minuteAt + 2
  if minute < 0 then
    minute = 0
    timeEnd = at + 3
  end
  local offset = (hour * 60 + minute) * 60000
  return byte == 0x2d and -offset or offset
end

-- Milliseconds of `17/May/2015:10:05:43 +0000`, or nil; `timeEnd` is then behind it.
local function commonLogTime(at, stop)
  if at + 20 > stop or M[at + 2] ~= 0x2f or M[at + 11] ~= 0x3a or M[at + 14] ~= 0x3a or M[at + 17] ~= 0x3a then
    return nil
  end
  local day = two(at)
  local month = MONTHS[bor(M[at + 3], lshift(M[at + 4], 8), lshift(M[at + 5], 16), 0x202020)]
  local year = parseUnsigned(at + 7, at + 11)
  if not month or year < 0 or day < 1 or day > DAYS[month] then return nil end
  if month == 2 and day == 29 and not (year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)) then return nil end
  local hour, minute, second = two(at + 12), two(at + 15), two(at + 18)
  if hour < 0 or hour > 23 or minute < 0 or minute > 59 or second < 0 or second > 60 then return nil end
  local clock = (hour * 3600 + minute * 60 + second) * 1000
  at = at + 20
  if at + 1 < stop and (M[at] == 0x2e or M[at] == 0x2c) and CLASS[M[at + 1]] == 1 then
    local unit = 100
    at = at + 1
    while at < stop and CLASS[M[at]] == 1 do
      clock = clock + unit * (M[at] - 0x30)
      unit = floor(unit / 10)
      at = at + 1
    end
  end
  timeEnd = at
  if at < stop and M[at] == SPACE then at = at + 1 end
  local zone = zoneAt(at, stop)
  return daysFromCivil(year, month, day) * 86400000 + clock - zone
end

-- Where the string at `at` closes, or `stop`. A backslash escapes.
local function closingQuote(at, stop)
  local start = at
  while at < stop do
    local quote = findByte(at, stop, QUOTE)
    local slash = quote
    while slash > start and M[slash - 1] == SLASH do slash = slash - 1 end
    if band(quote - slash, 1) == 0 then return quote end
    at = quote + 1
  end
  return stop
end

local function skipBlanks(at, stop)
  while at < stop and M[at] == SPACE do at = at + 1 end
  return at
end

local function isAddress(at, stop)
  local colons, dots = 0, 0
  for p = at, stop - 1 do
    local byte = M[p]
    if byte == 0x3a then colons = colons + 1
    elseif byte == 0x2e then dots = dots + 1
    elseif HEX[byte] < 0 then return byte == 0x25 and colons > 1
    elseif dots > 0 and CLASS[byte] ~= 1 then return false end
  end
  return dots == 3 or colons > 1
end

local function setPath(at, stop)
  if isText(at, stop) then e.path, e.pathEnd = at, stop end
end

-- `GET /x HTTP/1.1`; what is no request line counts as a path.
local function requestLine(at, stop)
  local word = at
  while word < stop and (CLASS[M[word]] == 2 or M[word] == 0x2d or M[word] == 0x5f) do word = word + 1 end
  if word == at or word >= stop or M[word] ~= SPACE then
    setPath(at, stop)
    return
  end
  if isText(at, word) then e.method, e.methodEnd = at, word end
  local target = skipBlanks(word, stop)
  local last = stop
  while last > target and M[last - 1] ~= SPACE do last = last - 1 end
  if
    last > target and stop - last >= 6
    and M[last] == 0x48 and M[last + 1] == 0x54 and M[last + 2] == 0x54 and M[last + 3] == 0x50 and M[last + 4] == 0x2f
  then
    if isText(last + 5, stop) then e.version, e.versionEnd = last + 5, stop end
    setPath(target, last - 1)
  else
    setPath(target, stop)
  end
end

-- `[vhost ]address ident user`.
local function prefix(at, stop)
  local firstEnd = findByte(at, stop, SPACE)
  if firstEnd >= stop then
    if isText(at, firstEnd) then e.ip, e.ipEnd = at, firstEnd end
    return
  end
  local second = firstEnd + 1
  local secondEnd = findByte(second, stop, SPACE)
  local third = secondEnd < stop and secondEnd + 1 or stop
  local thirdEnd = findByte(third, stop, SPACE)
  local user = third
  if thirdEnd < stop and not isAddress(at, firstEnd) and isAddress(second, secondEnd) then
    if isText(at, firstEnd) then e.host, e.hostEnd = at, firstEnd end
    if isText(second, secondEnd) then e.ip, e.ipEnd = second, secondEnd end
    user = thirdEnd + 1
  elseif isText(at, firstEnd) then
    e.ip, e.ipEnd = at, firstEnd
  end
  if isText(user, stop) then e.user, e.userEnd = user, stop end
end

-- Thousandths of a decimal, or -1.
local function parseMilli(at, stop)
  local dot = findByte(at, stop, 0x2e)
  local whole = parseUnsigned(at, dot)
  if whole < 0 or dot - at > 14 then return -1 end
  local milli, unit = whole * 1000, 100
  for p = dot + 1, stop - 1 do
    local digit = M[p] - 0x30
    if digit < 0 or digit > 9 then return -1 end
    milli = milli + digit * unit
    unit = floor(unit / 10)
  end
  return milli
end

-- Referer, user agent, then request time and whatever else.
local function suffix(at, stop)
  local quoted = 0
  at = skipBlanks(at, stop)
  while at < stop do
    if M[at] == QUOTE then
      local close = closingQuote(at + 1, stop)
      if quoted == 0 then
        if isText(at + 1, close) then e.ref, e.refEnd = at + 1, close end
      elseif quoted == 1 then
        if isText(at + 1, close) then e.ua, e.uaEnd = at + 1, close end
      end
      quoted = quoted + 1
      at = skipBlanks(close + 1, stop)
    else
      local word = findByte(at, stop, SPACE)
      local equals = findByte(at, word, 0x3d)
      local value = equals < word and equals + 1 or at
      if e.micros < 0 and findByte(value, word, 0x2e) < word then
        local milli = parseMilli(value, word)
        if milli >= 0 then e.micros = milli * 1000 end
      end
      at = skipBlanks(word, stop)
    end
  end
end

-- Reads the line in [at, stop); false where it is no access line.
function line.read(at, stop)
  ffi.fill(e, EVENT_BYTES)
  e.micros = -1
  local limit = at + MAX_PREFIX_BYTES < stop and at + MAX_PREFIX_BYTES or stop
  local bracket, time = at, nil
  while true do
    bracket = findByte(bracket, limit, 0x5b)
    if bracket >= limit then return false end
    time = commonLogTime(bracket + 1, stop)
    if time then break end
    bracket = bracket + 1
  end
  if bracket <= at + 1 then return false end
  local p = timeEnd
  if p + 3 >= stop or M[p] ~= 0x5d or M[p + 1] ~= SPACE then return false end
  p = findByte(p, stop, QUOTE)
  if p >= stop then return false end
  local request = p + 1
  local requestEnd = closingQuote(request, stop)
  p = requestEnd + 2
  if p + 3 > stop then return false end
  local status = parseUnsigned(p, p + 3)
  if status < 0 or (p + 3 < stop and M[p + 3] ~= SPACE) then return false end
  prefix(at, bracket - 1)
  e.time = time
  requestLine(request, requestEnd)
  e.status = status
  e.size = -1
  p = p + 4
  if p >= stop then return true end
  local size = p
  p = findByte(size, stop, SPACE)
  e.size = parseUnsigned(size, p)
  suffix(p, stop)
  return true
end

return line
