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

-- When the next round is due. Of several instances the one that moves it does the round.
CREATE TABLE reconciliation_round (
  id     TINYINT     NOT NULL,
  due_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT reconciliation_round_one CHECK (id = 1)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

INSERT INTO reconciliation_round (id, due_at) VALUES (1, UTC_TIMESTAMP(3));
