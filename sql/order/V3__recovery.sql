-- What settles orders that nobody else will. Runs on MySQL 8.0, 8.4, 9.x and MariaDB 10.11, 11.4.

-- When the row last changed, by the clock of the database: how old an open order is must not depend on the clock of the app
-- that wrote it. TIMESTAMP, so that the time zone of whoever writes does not matter either.
ALTER TABLE orders
  ADD COLUMN changed_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  DROP INDEX orders_by_status,
  ADD INDEX orders_by_status (status, changed_at);

-- What the resolver or a person settled. Written in the transaction that moved the order, and never changed.
CREATE TABLE recovery_log (
  id           BIGINT       NOT NULL AUTO_INCREMENT,
  subject      VARCHAR(11)  CHARACTER SET ascii   COLLATE ascii_bin   NOT NULL,
  subject_id   VARCHAR(64)  CHARACTER SET ascii   COLLATE ascii_bin   NOT NULL,
  xid          VARCHAR(128) CHARACTER SET ascii   COLLATE ascii_bin   NULL,
  act          VARCHAR(16)  CHARACTER SET ascii   COLLATE ascii_bin   NOT NULL COMMENT 'rule-1 to rule-3 of the resolver, or cancel, confirm of a person',
  before_state VARCHAR(9)   CHARACTER SET ascii   COLLATE ascii_bin   NOT NULL,
  after_state  VARCHAR(9)   CHARACTER SET ascii   COLLATE ascii_bin   NOT NULL,
  done_by      VARCHAR(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  why          VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  done_at      TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  KEY recovery_log_of (subject_id),
  CONSTRAINT recovery_log_subject CHECK (subject IN ('order', 'reservation'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

-- Of all order-apps one at a time (ShedLock's own table).
CREATE TABLE shedlock (
  name       VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin     NOT NULL,
  lock_until TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  locked_at  TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  locked_by  VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
