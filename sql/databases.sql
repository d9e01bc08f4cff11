-- Databases and accounts of Holdfast, with passwords for demonstration only. Run by root at every start of local-stack
-- and by docker-compose through /docker-entrypoint-initdb.d. MySQL 8.0 to 9.x and MariaDB 10.11 to 11.4; may be repeated.

CREATE DATABASE IF NOT EXISTS holdfast_order CHARACTER SET utf8mb4;
CREATE DATABASE IF NOT EXISTS holdfast_stock CHARACTER SET utf8mb4;
CREATE DATABASE IF NOT EXISTS seata CHARACTER SET utf8mb4;

CREATE USER IF NOT EXISTS 'holdfast_order'@'%' IDENTIFIED BY 'order-demo';
CREATE USER IF NOT EXISTS 'holdfast_stock'@'%' IDENTIFIED BY 'stock-demo';
CREATE USER IF NOT EXISTS 'seata'@'%' IDENTIFIED BY 'seata-demo';

-- An underscore in a GRANT is a wildcard: escaped, so that holdfast_order means that database alone.
GRANT ALL PRIVILEGES ON `holdfast\_order`.* TO 'holdfast_order'@'%';
GRANT ALL PRIVILEGES ON `holdfast\_stock`.* TO 'holdfast_stock'@'%';
GRANT ALL PRIVILEGES ON `seata`.* TO 'seata'@'%';
