-- Forgets one stock row: it is cold, or the database has no such row.
--
-- KEYS[1]  stock:{storeId:skuId}:free      deleted
-- KEYS[2]  stock:{storeId:skuId}:holders   deleted
-- KEYS[3]  stock:{storeId:skuId}:sold-out  the row's mark: deleted
-- Returns  how many of the first two there were
-- Twice:   finds nothing.
-- Tells    `back storeId:skuId` if the row had no free units, or a mark is deleted: the row is no longer counted here.
local free = tonumber(redis.call('GET', KEYS[1]) or '')
local gone = redis.call('DEL', KEYS[1], KEYS[2])
local marked = redis.call('DEL', KEYS[3]) == 1
if marked or (free and free <= 0) then
  redis.call('PUBLISH', 'holdfast:sold-out', 'back ' .. string.match(KEYS[1], '{(.-)}'))
end
return gone
