-- Of a long text the most hostile stretch stands for all of it (filter/features/stretch.ts).
local ffi = require("ffi")
local bytes = require("bytes")
local model = require("model")
local ngrams = require("ngrams")
local f32, width = bytes.f32, bytes.width
local addText, sums = ngrams.addText, ngrams.sums

local WHOLE_BYTES, PIECE_BYTES, LEAST_PIECES, MOST_PIECES = 256, 8, 3, 10
local CORRECTION = f32(0.25)
local SCALE = model.scale.threat
local ends = ffi.new("int32_t[?]", 65536 / PIECE_BYTES + 2)

-- Adds the features of the text in [at, stop), or of the stretch that stands for it; returns where that lies.
return function(at, stop, region)
  if stop - at <= WHOLE_BYTES then
    addText(at, stop, region)
    return at, stop
  end
  local pieces = math.ceil((stop - at) / PIECE_BYTES)
  local open, most, from, to = {}, -math.huge, at, stop
  ngrams.rehearse()
  ends[0] = sums.threat
  for k = 1, pieces do
    local pieceEnd = math.min(at + k * PIECE_BYTES, stop)
    addText(at + (k - 1) * PIECE_BYTES, pieceEnd, region, open, k < pieces)
    ends[k] = sums.threat
    for i = math.max(k - MOST_PIECES, 0), k - LEAST_PIECES do
      if ends[k] - ends[i] > most then
        most, from, to = ends[k] - ends[i], at + i * PIECE_BYTES, pieceEnd
      end
    end
  end
  ngrams.endRehearsal()
  local doublings = width(stop - at) - width(MOST_PIECES * PIECE_BYTES - 1)
  sums.threat = sums.threat - math.floor(f32(f32(CORRECTION * doublings) / SCALE))
  addText(from, to, region)
  return from, to
end
