-- Sets the free units of one stock row from the database: available, less what was taken here and is not there yet. The
-- caller holds the row's lock in the database since before it read the holders; a load that arrives after the caller may
-- have let it go is refused.
--
-- KEYS[1]  stock:{storeId:skuId}:free      units that may still be taken; below zero if more was taken than is available,
--          as takes by force may have: what they give back later must not look like units
-- KEYS[2]  stock:{storeId:skuId}:holders   reservationId -> "quantity:takenAtMillis"
-- KEYS[3]  stock:{storeId:skuId}:sold-out  the row's mark: deleted when there are free units
-- ARGV[1]  units available in the database
-- ARGV[2]  milliseconds of Redis when the holders were read
-- ARGV[3]  milliseconds after that within which the caller surely holds the lock
-- ARGV[4]  s, ARGV[5]  r, then
-- ARGV     s ids that are confirmed, r ids whose units came back (cancelled or forgotten): they are holders no more;
--          the rest are ids that are tried: they are in the database, so their units count in available already
-- Returns  {} if refused as too late, { free now } if the row was not loaded before, else { free now, free before, drift },
--          where drift is what neither the units that came back nor anything known explains
-- Twice:   the same again.
-- Tells    `back storeId:skuId` when free comes above zero, or a mark is deleted.
local time = redis.call('TIME')
if time[1] * 1000 + math.floor(time[2] / 1000) - tonumber(ARGV[2]) > tonumber(ARGV[3]) then
  return {}
end
local sold = tonumber(ARGV[4])
local gone = sold + tonumber(ARGV[5])
local returned = 0
local tried = {}
for i = 1, #ARGV - 5 do
  local id = ARGV[i + 5]
  if i > gone then
    tried[id] = true
  else
    local holder = i > sold and redis.call('HGET', KEYS[2], id)
    if holder then
      returned = returned + (tonumber(string.match(holder, '^(%d+):')) or 0)
    end
    redis.call('HDEL', KEYS[2], id)
  end
end
local free = tonumber(ARGV[1])
local holders = redis.call('HGETALL', KEYS[2])
for i = 1, #holders, 2 do
  if not tried[holders[i]] then
    free = free - (tonumber(string.match(holders[i + 1], '^(%d+):')) or 0)
  end
end
local before = tonumber(redis.call('GET', KEYS[1]) or '')
redis.call('SET', KEYS[1], string.format('%.0f', free))
if free > 0 then
  local marked = redis.call('DEL', KEYS[3]) == 1
  if marked or not before or before <= 0 then
    redis.call('PUBLISH', 'holdfast:sold-out', 'back ' .. string.match(KEYS[1], '{(.-)}'))
  end
end
if not before then
  return { free }
end
return { free, before, free - before - returned }
