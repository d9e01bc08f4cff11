-- Keeps the list of hot rows that all instances share.
--
-- KEYS[1]  holdfast:hot, a sorted set: "storeId:skuId" scored with the millisecond of Redis until which it is hot
-- ARGV[1]  how many rows there may be before no further one is let in by demand
-- ARGV     row, milliseconds it is to be hot from now, 1 if it is let in whatever there is (else 0), row, ...
-- Returns  the rows that are hot now
-- Twice:   a row is never made to cool sooner than it would have.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local most = tonumber(ARGV[1])
for i = 2, #ARGV, 3 do
  local before = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[i]) or '')
  local stays = now + tonumber(ARGV[i + 1])
  if (before and before < stays) or (not before and (ARGV[i + 2] == '1' or redis.call('ZCARD', KEYS[1]) < most)) then
    redis.call('ZADD', KEYS[1], string.format('%.0f', stays), ARGV[i])
  end
end
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. string.format('%.0f', now), '+inf')
