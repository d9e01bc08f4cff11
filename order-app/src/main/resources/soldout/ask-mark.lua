-- Reads the sold-out mark of one stock row.
--
-- KEYS[1]  stock:{storeId:skuId}:sold-out   a hash: end, since, passed; stock-app's mark.lua says what they are
-- Returns  {} if there is no mark, else { milliseconds until its end by the clock of Redis, since, passed }
-- Twice:   changes nothing.
local mark = redis.call('HMGET', KEYS[1], 'end', 'since', 'passed')
local ends = tonumber(mark[1] or '')
if not ends then
  return {}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return { string.format('%.0f', ends - now), mark[2] or '0', mark[3] or '0' }
