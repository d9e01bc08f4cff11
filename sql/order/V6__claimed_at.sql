-- When an order's key was claimed, by the clock of the database: order-app reads the keys of a sold-out SKU from where it
-- stopped, and the clocks of several apps have no common order. Runs on MySQL 8.0, 8.4, 9.x and MariaDB 10.11, 11.4.

-- Nothing is sent for it with an order: the default fills it in, also for an app of the version before. Rows that are there
-- get the time of this migration. TIMESTAMP, so that the time zone of the session does not matter.
ALTER TABLE order_line
  ADD COLUMN claimed_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  DROP INDEX order_line_by_sku,
  ADD INDEX order_line_by_sku (store_id, sku_id, claimed_at, order_no);
