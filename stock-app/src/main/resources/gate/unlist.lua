-- Takes entries off the list of hot rows at once: what names no stock row can neither be loaded nor unloaded.
--
-- KEYS[1]  holdfast:hot, a sorted set: "storeId:skuId" scored with the millisecond of Redis until which it is hot
-- ARGV     entries
-- Returns  how many of them were on it
-- Twice:   finds nothing.
local gone = 0
for i = 1, #ARGV do
  gone = gone + redis.call('ZREM', KEYS[1], ARGV[i])
end
return gone
