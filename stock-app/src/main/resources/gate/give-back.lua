-- Gives back what reservations hold: on the edge from held to released only, so a unit comes back once however often it is
-- asked for, and never to a row that is not loaded.
--
-- KEYS[1]  stock:{storeId:skuId}:free      units that may still be taken
-- KEYS[2]  stock:{storeId:skuId}:holders   reservationId -> "quantity:takenAtMillis"
-- KEYS[3]  stock:{storeId:skuId}:sold-out  the row's mark: deleted when there are free units
-- ARGV     reservation ids
-- Returns  units given back
-- Twice:   an id that is no holder (any more, or yet) is passed over.
-- Tells    `back storeId:skuId` when free comes above zero, or a mark is deleted.
local units = 0
for i = 1, #ARGV do
  local holder = redis.call('HGET', KEYS[2], ARGV[i])
  if holder then
    redis.call('HDEL', KEYS[2], ARGV[i])
    units = units + (tonumber(string.match(holder, '^(%d+):')) or 0)
  end
end
local free = tonumber(redis.call('GET', KEYS[1]) or '')
if units == 0 or not free then
  return 0
end
redis.call('INCRBY', KEYS[1], string.format('%.0f', units))
if free + units > 0 then
  local marked = redis.call('DEL', KEYS[3]) == 1
  if marked or free <= 0 then
    redis.call('PUBLISH', 'holdfast:sold-out', 'back ' .. string.match(KEYS[1], '{(.-)}'))
  end
end
return units
