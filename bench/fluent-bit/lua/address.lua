-- What an address stands for, however it is written (filter/text/address.ts): two halves of 64 bits in host order, IPv4
-- mapped into IPv6; nil for what is none.
local MAPPED = 0xffffULL * 2 ^ 32

local function quad(text)
  local a, b, c, d = text:match("^(%d%d?%d?)%.(%d%d?%d?)%.(%d%d?%d?)%.(%d%d?%d?)$")
  if not a or math.max(a, b, c, d) > 255 then return nil end
  return ((a * 256 + b) * 256 + c) * 256 + d
end

local function groups(text)
  local list = {}
  for group in text:gmatch("[^:]+") do
    local value = quad(group)
    if value then
      list[#list + 1] = math.floor(value / 65536)
      list[#list + 1] = value % 65536
    elseif group:find("^%x%x?%x?%x?$") then
      list[#list + 1] = tonumber(group, 16)
    else
      return nil
    end
  end
  return list
end

local function half(list, from)
  local value = 0ULL
  for i = from, from + 3 do value = value * 65536 + list[i] end
  return value
end

return function(text)
  local v4 = quad(text) or quad(text:match("^([%d.]+):%d+$") or "")
  if v4 then return 0ULL, MAPPED + v4 end
  text = text:gsub("^%[", ""):gsub("[%]%%].*", "")
  if not text:find(":", 1, true) then return nil end
  local front, back = text:match("^(.-)::(.*)$")
  local list, behind = groups(front or text), groups(back or "")
  if not list or not behind then return nil end
  while front and #list + #behind < 8 do list[#list + 1] = 0 end
  for _, group in ipairs(behind) do list[#list + 1] = group end
  if #list ~= 8 then return nil end
  local high, low = half(list, 1), half(list, 5)
  if high == 0x64ff9b00000000ULL and low < 2 ^ 32 then return 0ULL, MAPPED + low end
  return high, low
end
