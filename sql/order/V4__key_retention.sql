-- How far the Idempotency-Keys of finished orders have been let go. Orders stay for good, so without this mark every round
-- would read them all again. One row for each status that is final; who lets keys go has it locked. Set back to 1971, all
-- is gone through once more, which changes nothing.
CREATE TABLE order_key_retention (
  status      VARCHAR(9)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  finished_at DATETIME(3) NOT NULL,
  order_no    VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (status),
  CONSTRAINT order_key_retention_status CHECK (status IN ('CONFIRMED', 'CANCELLED', 'REJECTED'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

INSERT INTO order_key_retention (status, finished_at, order_no)
VALUES ('CONFIRMED', '1971-01-01 00:00:00.000', ''),
       ('CANCELLED', '1971-01-01 00:00:00.000', ''),
       ('REJECTED',  '1971-01-01 00:00:00.000', '');
