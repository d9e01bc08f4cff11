-- What the reconciler has set right, in Redis; in the database it sets nothing right.
CREATE TABLE reconciliation_log (
  id           BIGINT      NOT NULL AUTO_INCREMENT,
  repaired_at  DATETIME(3) NOT NULL,
  what         VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id     BIGINT      NOT NULL,
  sku_id       BIGINT      NOT NULL,
  units_before BIGINT      NOT NULL COMMENT 'free units that the gate counted',
  units_after  BIGINT      NULL     COMMENT 'NULL: the row was unloaded',
  PRIMARY KEY (id),
  KEY reconciliation_log_by_row (store_id, sku_id, repaired_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Of all stock-apps one at a time (ShedLock's own table).
CREATE TABLE shedlock (
  name       VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin     NOT NULL,
  lock_until TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  locked_at  TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  locked_by  VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
