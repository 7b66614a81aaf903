-- Hashed features of a text (filter/features/ngrams.ts): trigrams, words, words with what stands around them, pairs of
-- words. Each adds its weights to the sums of both heads while it passes.
local ffi = require("ffi")
local bit = require("bit")
local bytes = require("bytes")
local model = require("model")
local M = bytes.M
local tobit, band, bor, bxor, lshift, rshift = bit.tobit, bit.band, bit.bor, bit.bxor, bit.lshift, bit.rshift
local PRIME, FNV_OFFSET, GOLDEN = bytes.PRIME, bytes.FNV_OFFSET, 0x9e3779b1LL

ffi.cdef [[
typedef struct { int32_t threat, bot, words, longest; int32_t families[32]; } smartlog_sums;
]]

local sums = ffi.new("smartlog_sums")
local SUMS_BYTES = ffi.sizeof("smartlog_sums")
local ngrams = { sums = sums, TARGET = 1, REFERER = 2, AGENT = 3, COMMENT = 6 }
local TARGET, REFERER, AGENT, COMMENT = ngrams.TARGET, ngrams.REFERER, ngrams.AGENT, ngrams.COMMENT

local LONG_WORD, LONG_WORD_HASH = 24, 0x10f00d
local END_MARK, BLANK, ZEROS = 5, 0x20, 0x3030
local WORD_SALT, AROUND_SALT, PAIR_SALT = 0x5bd1e995, 0x27d4eb2f, 0x165667b1
local SKELETON_SALT = tobit(0x9b05688c)

-- What each byte is folded to, and WORD where it belongs to a word.
local WORD, DIGIT = 0x100, 0x130
local SHAPES = ffi.new("int32_t[256]")
for byte = 0, 255 do
  local folded = byte
  if byte <= 0x20 or byte == 0x7f then folded = BLANK
  elseif byte >= 0x80 then folded = 0x80
  elseif byte >= 0x41 and byte <= 0x5a then folded = byte + 32
  elseif byte >= 0x30 and byte <= 0x39 then folded = 0x30 end
  local isWord = (folded >= 0x61 and folded <= 0x7a) or folded == 0x30 or folded == 0x5f or folded == 0x80
  SHAPES[byte] = folded + (isWord and WORD or 0)
end

local HASHED, ASKED, ASKED_SHIFT = model.hashed, model.asked, model.askedShift

-- Family of a word's hash.
local FAMILY_OF_WORD = {}
for slot = 0, model.wordSlots - 1 do
  local hash = model.words[2 * slot]
  if hash ~= 0 then FAMILY_OF_WORD[hash] = band(model.words[2 * slot + 1], 0xffff) end
end

local familyOf = {}
for name, number in pairs(model.dense) do
  local family = number - model.FAMILIES
  if family >= 0 and family < model.FAMILY_COUNT then familyOf[name] = family end
end
local FIRST_CLIENT = familyOf.ua_search_engine

-- In which regions a family's words count: { target, referer, user agent }.
local FITS = ffi.new("uint8_t[?]", 8 * model.FAMILY_COUNT)
for name, family in pairs(familyOf) do
  for region = TARGET, COMMENT do
    local fits = true
    if family >= FIRST_CLIENT then fits = region == AGENT or region == COMMENT
    elseif name == "words_fault" then fits = false
    elseif name == "words_probe" or name == "words_webshell" then fits = region == TARGET end
    FITS[family * 8 + region] = fits and 1 or 0
  end
end

function ngrams.clear()
  ffi.fill(sums, SUMS_BYTES)
end

-- Adds a feature of its own, of what is said; what is asked for is numbered first.
function ngrams.addSaid(hash)
  local index = 2 * (ASKED + rshift(tobit(hash * GOLDEN), ASKED_SHIFT + 1))
  sums.threat = sums.threat + HASHED[index]
  sums.bot = sums.bot + HASHED[index + 1]
end

-- The features of the text in [at, stop). Of a text in pieces `open` is what the piece before left off at, and `isOpen`
-- tells that others follow.
local function addText(at, stop, region, open, isOpen)
  local salt = lshift(region == REFERER and TARGET or region, 24)
  local first, shift = 0, ASKED_SHIFT
  if region >= AGENT then first, shift = ASKED, ASKED_SHIFT + 1 end
  local gram, lead, pair = region, region, region
  local word, letters = FNV_OFFSET, 0
  if open and open.gram then gram, lead, pair, word, letters = open.gram, open.lead, open.pair, open.word, open.letters end
  local threat, bot, words, longest = 0, 0, 0, sums.longest
  local last = isOpen and stop - 1 or stop
  while at <= last do
    local shape = END_MARK
    if at < stop then shape = SHAPES[M[at]] end
    local isGram = true
    if shape >= WORD then
      if shape == DIGIT and band(gram, 0xffff) == ZEROS then
        isGram = false
      else
        letters = letters + 1
        shape = band(shape, 0xff)
        word = tobit(bxor(word, shape) * PRIME)
        gram = band(bor(lshift(gram, 8), shape), 0xffffff)
        isGram = letters <= LONG_WORD
      end
    elseif shape == BLANK and band(gram, 0xff) == BLANK then
      isGram = false
    else
      gram = band(bor(lshift(gram, 8), shape), 0xffffff)
      if letters > 0 then
        if letters > longest then longest = letters end
        if letters > LONG_WORD then
          word = LONG_WORD_HASH
        else
          local family = FAMILY_OF_WORD[word]
          if family then sums.families[family] = sums.families[family] + FITS[family * 8 + region] end
        end
        words = words + 1
        local index = 2 * (first + rshift(tobit((bxor(word, WORD_SALT) + salt) * GOLDEN), shift))
        threat, bot = threat + HASHED[index], bot + HASHED[index + 1]
        if region < COMMENT then
          local around = bxor(tobit(bxor(word, lshift(lead, 8), shape) * PRIME), AROUND_SALT, salt)
          index = 2 * (first + rshift(tobit(around * GOLDEN), shift))
          threat, bot = threat + HASHED[index], bot + HASHED[index + 1]
          local both = bxor(tobit(tobit(pair * PRIME) + word), PAIR_SALT) + salt
          index = 2 * (first + rshift(tobit(both * GOLDEN), shift))
          threat, bot = threat + HASHED[index], bot + HASHED[index + 1]
        end
        pair, word, letters = word, FNV_OFFSET, 0
      end
      lead = shape
    end
    if isGram then
      local index = 2 * (first + rshift(tobit(bxor(gram, salt) * GOLDEN), shift))
      threat, bot = threat + HASHED[index], bot + HASHED[index + 1]
    end
    at = at + 1
  end
  sums.threat = sums.threat + threat
  sums.bot = sums.bot + bot
  sums.words = sums.words + words
  sums.longest = longest
  if open then open.gram, open.lead, open.pair, open.word, open.letters = gram, lead, pair, word, letters end
end
ngrams.addText = addText

local before = ffi.new("smartlog_sums")

-- What is met until `endRehearsal` does not count.
function ngrams.rehearse()
  ffi.copy(before, sums, SUMS_BYTES)
end

function ngrams.endRehearsal()
  ffi.copy(sums, before, SUMS_BYTES)
end

-- A user agent: its text outside parentheses and inside, and the names of its products in order.
function ngrams.addAgent(at, stop)
  local skeleton, depth, from = FNV_OFFSET, 0, at
  for p = at, stop - 1 do
    local byte = M[p]
    if byte == 0x28 then
      if depth == 0 then
        addText(from, p, AGENT)
        from = p + 1
      end
      depth = depth + 1
    elseif byte == 0x29 then
      if depth > 0 then
        depth = depth - 1
        if depth == 0 then
          addText(from, p, COMMENT)
          from = p + 1
        end
      end
    elseif depth == 0 and byte ~= 0x2e then
      local folded = band(SHAPES[byte], 0xff)
      if folded ~= 0x30 then skeleton = tobit(bxor(skeleton, folded) * PRIME) end
    end
  end
  addText(from, stop, depth > 0 and COMMENT or AGENT)
  ngrams.addSaid(bxor(skeleton, SKELETON_SALT))
end

return ngrams
