-- Texts that come again (filter/features/known.ts): what was found in a text is kept by the text itself, which Lua
-- holds once. Two generations, so that what is in use survives when the older one is dropped.
local ffi = require("ffi")
local model = require("model")
local ngrams = require("ngrams")
local sums = ngrams.sums
local FAMILY_COUNT = model.FAMILY_COUNT

local known = {}

-- A table of at most twice `limit` entries.
function known.new(limit)
  return { young = {}, old = {}, count = 0, limit = limit }
end

function known.put(of, text, entry)
  if of.count == of.limit then of.old, of.young, of.count = of.young, {}, 0 end
  of.young[text] = entry
  of.count = of.count + 1
end

-- The entry of a text, or nil.
function known.get(of, text)
  local entry = of.young[text]
  if entry then return entry end
  entry = of.old[text]
  if entry then known.put(of, text, entry) end
  return entry
end

local before = ffi.new("smartlog_sums")

-- From here on what is met is a part.
function known.begin()
  ffi.copy(before, sums, ffi.sizeof(sums))
  sums.longest = 0
end

-- What the part that was begun adds to the sums; it is added.
function known.finish()
  local part = {
    threat = sums.threat - before.threat,
    bot = sums.bot - before.bot,
    words = sums.words - before.words,
    longest = sums.longest,
    families = {},
  }
  for family = 0, FAMILY_COUNT - 1 do
    local count = sums.families[family] - before.families[family]
    if count > 0 then
      table.insert(part.families, family)
      table.insert(part.families, count)
    end
  end
  if before.longest > sums.longest then sums.longest = before.longest end
  return part
end

-- Adds a part that was kept to the sums.
function known.add(part)
  sums.threat = sums.threat + part.threat
  sums.bot = sums.bot + part.bot
  sums.words = sums.words + part.words
  if part.longest > sums.longest then sums.longest = part.longest end
  local families = part.families
  for i = 1, #families, 2 do
    sums.families[families[i]] = sums.families[families[i]] + families[i + 1]
  end
end

return known
