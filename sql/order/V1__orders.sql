-- Who wants what, and what became of it. Runs on MySQL 8.0, 8.4, 9.x and MariaDB 10.11, 11.4.

-- The row is the only authority on an Idempotency-Key. A key that was let go (nothing was ever sent) is NULL: the order
-- stays readable, and the key can be claimed again.
CREATE TABLE orders (
  order_no            VARCHAR(32)  CHARACTER SET ascii   COLLATE ascii_bin   NOT NULL,
  buyer_id            VARCHAR(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  idempotency_key     VARCHAR(64)  CHARACTER SET ascii   COLLATE ascii_bin   NULL,
  request_fingerprint CHAR(64)     CHARACTER SET ascii   COLLATE ascii_bin   NOT NULL,
  xid                 VARCHAR(128) CHARACTER SET ascii   COLLATE ascii_bin   NULL,
  status              VARCHAR(9)   CHARACTER SET ascii   COLLATE ascii_bin   NOT NULL,
  reason              VARCHAR(64)  CHARACTER SET ascii   COLLATE ascii_bin   NULL,
  refusal             MEDIUMTEXT   CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'the members of the problem document that the buyer was given, as JSON',
  created_at          DATETIME(3)  NOT NULL,
  updated_at          DATETIME(3)  NOT NULL,
  PRIMARY KEY (order_no),
  UNIQUE KEY orders_by_key (buyer_id, idempotency_key),
  KEY orders_by_status (status, updated_at),
  CONSTRAINT orders_status CHECK (status IN ('NEW', 'TRIED', 'CONFIRMED', 'CANCELLED', 'REJECTED')),
  CONSTRAINT orders_xid CHECK (xid IS NOT NULL OR status NOT IN ('TRIED', 'CONFIRMED'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE order_line (
  order_no VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id BIGINT      NOT NULL,
  sku_id   BIGINT      NOT NULL,
  quantity INT         NOT NULL,
  PRIMARY KEY (order_no, store_id, sku_id),
  CONSTRAINT order_line_quantity CHECK (quantity > 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
