-- Lets holders go whose reservation is confirmed: their units are sold, so nothing becomes free.
--
-- KEYS[1]  stock:{storeId:skuId}:free      not touched
-- KEYS[2]  stock:{storeId:skuId}:holders   reservationId -> "quantity:takenAtMillis"
-- ARGV     reservation ids
-- Returns  how many of them were holders
-- Twice:   who is no holder is passed over.
local gone = 0
for i = 1, #ARGV do
  gone = gone + redis.call('HDEL', KEYS[2], ARGV[i])
end
return gone
