-- The rows that are hot no more but are still on the list, since nobody has unloaded them yet.
--
-- KEYS[1]  holdfast:hot, a sorted set: "storeId:skuId" scored with the millisecond of Redis until which it is hot
-- ARGV     rows that have been unloaded: they leave the list, unless they are hot again or cooled less than 3 s ago, when
--          an instance may not know yet, and have them loaded once more
-- Returns  the rows that are still to be unloaded
-- Twice:   who has left the list is passed over.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for i = 1, #ARGV do
  local stays = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[i]) or '')
  if stays and stays <= now - 3000 then
    redis.call('ZREM', KEYS[1], ARGV[i])
  end
end
return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))
