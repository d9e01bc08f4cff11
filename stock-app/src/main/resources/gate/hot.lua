-- Keeps the list of hot rows that all instances share.
--
-- KEYS[1]  holdfast:hot, a sorted set: "storeId:skuId" scored with the millisecond of Redis until which it is hot
-- ARGV[1]  how many rows there may be before no further one is let in by demand. One that was let in for longer than the
--          newcomer asks for, as the sold-out ones are, makes room: the first of them to cool cools now.
-- ARGV     row, milliseconds it is to be hot from now, 1 if it is let in whatever there is (else 0), row, ...
-- Returns  the rows that are hot now
-- Twice:   a row is not made to cool sooner than it would have, except to make room.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function text(number)
  return string.format('%.0f', number)
end
local most = tonumber(ARGV[1])

local function room(stays)
  if redis.call('ZCOUNT', KEYS[1], '(' .. text(now), '+inf') < most then
    return true
  end
  local patient = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. text(stays), '+inf', 'LIMIT', 0, 1)[1]
  if patient then
    redis.call('ZADD', KEYS[1], text(now), patient)
  end
  return patient
end

for i = 2, #ARGV, 3 do
  local before = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[i]) or '')
  local stays = now + tonumber(ARGV[i + 1])
  local hot = before and before > now
  if (hot and before < stays) or (not hot and (ARGV[i + 2] == '1' or room(stays))) then
    redis.call('ZADD', KEYS[1], text(stays), ARGV[i])
  end
end
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. text(now), '+inf')
