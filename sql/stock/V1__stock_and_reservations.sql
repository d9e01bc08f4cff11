-- What is there, and who holds it. Runs on MySQL 8.0, 8.4, 9.x and MariaDB 10.11, 11.4.
-- The CHECKs are invariant I1: whatever the code does wrong, the database does not sell what is not there.

CREATE TABLE stock (
  store_id   BIGINT      NOT NULL,
  sku_id     BIGINT      NOT NULL,
  total      BIGINT      NOT NULL,
  available  BIGINT      NOT NULL,
  frozen     BIGINT      NOT NULL,
  sold       BIGINT      NOT NULL,
  updated_at DATETIME(3) NOT NULL,
  PRIMARY KEY (store_id, sku_id),
  CONSTRAINT stock_ids       CHECK (store_id > 0 AND sku_id > 0),
  CONSTRAINT stock_available CHECK (available >= 0),
  CONSTRAINT stock_frozen    CHECK (frozen >= 0),
  CONSTRAINT stock_sold      CHECK (sold >= 0),
  CONSTRAINT stock_total     CHECK (total = available + frozen + sold)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- The row is the fence: idempotency, empty rollback and anti-suspension are this primary key and this state.
CREATE TABLE stock_reservation (
  reservation_id VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  xid            VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state          VARCHAR(9)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at     DATETIME(3)  NOT NULL,
  updated_at     DATETIME(3)  NOT NULL,
  PRIMARY KEY (reservation_id),
  KEY stock_reservation_by_state (state, updated_at),
  CONSTRAINT stock_reservation_state CHECK (state IN ('TRIED', 'CONFIRMED', 'CANCELLED'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Written once with its reservation in one transaction, never changed; a tombstone has no lines.
CREATE TABLE stock_reservation_line (
  reservation_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id       BIGINT      NOT NULL,
  sku_id         BIGINT      NOT NULL,
  quantity       INT         NOT NULL,
  PRIMARY KEY (reservation_id, store_id, sku_id),
  CONSTRAINT stock_reservation_line_quantity CHECK (quantity > 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- A replenishment is added once per id.
CREATE TABLE stock_replenishment (
  replenishment_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id         BIGINT      NOT NULL,
  sku_id           BIGINT      NOT NULL,
  quantity         BIGINT      NOT NULL,
  created_at       DATETIME(3) NOT NULL,
  PRIMARY KEY (replenishment_id),
  CONSTRAINT stock_replenishment_quantity CHECK (quantity > 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
