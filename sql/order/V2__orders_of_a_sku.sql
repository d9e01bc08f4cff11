-- When a SKU is sold out, the keys of its orders are read once, so that a replay can be told from a new order in memory.
CREATE INDEX order_line_by_sku ON order_line (store_id, sku_id, order_no);
