-- Up to when finished orders have been compared with their reservations.
CREATE TABLE order_reconciliation (
  id          TINYINT     NOT NULL,
  compared_to DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT order_reconciliation_one CHECK (id = 1)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

INSERT INTO order_reconciliation (id, compared_to) VALUES (1, UTC_TIMESTAMP(3));
