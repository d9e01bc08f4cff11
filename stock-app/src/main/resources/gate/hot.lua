-- Keeps the list of hot rows that all instances share.
--
-- KEYS[1]  holdfast:hot, a sorted set: "storeId:skuId" scored with the millisecond of Redis until which it is hot
-- ARGV[1]  how many rows there may be before no further one is let in by demand, not counting those that this call lets in
--          whatever there is. One that was let in for longer than the newcomer asks for, as the sold-out ones are, makes
--          room: the first of them to cool cools now.
-- ARGV     row, milliseconds it is to be hot from now, 1 if it is let in whatever there is (else 0), row, ...
-- Returns  the rows that are hot now
-- Twice:   a row is not made to cool sooner than it would have, except to make room.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function text(number)
  return string.format('%.0f', number)
end
local most = tonumber(ARGV[1])

-- Ids are never made numbers: those of Lua are exact up to 2^53 only.
local always = {}
for i = 2, #ARGV, 3 do
  if ARGV[i + 2] == '1' and not always[ARGV[i]] then
    always[ARGV[i]] = true
    most = most + 1
  end
end

-- The ones let in whatever there is are on the list already when this is asked.
local function room(stays)
  if redis.call('ZCOUNT', KEYS[1], '(' .. text(now), '+inf') < most then
    return true
  end
  for _, patient in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. text(stays), '+inf')) do
    if not always[patient] then
      redis.call('ZADD', KEYS[1], text(now), patient)
      return true
    end
  end
  return false
end

local function prolong(row, millis)
  local before = tonumber(redis.call('ZSCORE', KEYS[1], row) or '')
  local stays = now + tonumber(millis)
  local hot = before and before > now
  if (hot and before < stays) or (not hot and (always[row] or room(stays))) then
    redis.call('ZADD', KEYS[1], text(stays), row)
  end
end

for i = 2, #ARGV, 3 do
  if ARGV[i + 2] == '1' then
    prolong(ARGV[i], ARGV[i + 1])
  end
end
for i = 2, #ARGV, 3 do
  if ARGV[i + 2] ~= '1' then
    prolong(ARGV[i], ARGV[i + 1])
  end
end
return redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. text(now), '+inf')
