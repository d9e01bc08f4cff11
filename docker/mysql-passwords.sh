#!/bin/sh
# Run by the mysql image once, when its volume is new, after databases.sql: gives the three accounts made there the
# passwords of the environment. It neither sets shell options nor exits, since the image may source it as well as run it.
quoted() {
  printf "'%s'" "$(printf %s "$1" | sed "s/[\\\\']/\\\\&/g")"
}

MYSQL_PWD=$MYSQL_ROOT_PASSWORD mysql --protocol=socket --user=root <<SQL
ALTER USER 'holdfast_order'@'%' IDENTIFIED BY $(quoted "$HOLDFAST_ORDER_DB_PASSWORD");
ALTER USER 'holdfast_stock'@'%' IDENTIFIED BY $(quoted "$HOLDFAST_STOCK_DB_PASSWORD");
ALTER USER 'seata'@'%' IDENTIFIED BY $(quoted "$HOLDFAST_SEATA_DB_PASSWORD");
SQL
