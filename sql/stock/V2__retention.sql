-- What was finished long ago is removed, and what it sold stays counted: sold = sum of CONFIRMED reservations + closed.
-- A table of its own, so that a removal never locks the stock row that everybody wants.

CREATE TABLE stock_closed (
  store_id BIGINT NOT NULL,
  sku_id   BIGINT NOT NULL,
  sold     BIGINT NOT NULL COMMENT 'units of CONFIRMED reservations that were removed',
  PRIMARY KEY (store_id, sku_id),
  CONSTRAINT stock_closed_sold CHECK (sold > 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- One row for each state that is removed; who removes has it locked. TRIED has none, and can have none.
CREATE TABLE stock_retention (
  state      VARCHAR(9)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  removed_to DATETIME(3) NOT NULL COMMENT 'nothing was removed that was finished later than this',
  PRIMARY KEY (state),
  CONSTRAINT stock_retention_state CHECK (state IN ('CONFIRMED', 'CANCELLED'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

INSERT INTO stock_retention (state, removed_to)
VALUES ('CONFIRMED', '1970-01-01 00:00:00.000'),
       ('CANCELLED', '1970-01-01 00:00:00.000');
