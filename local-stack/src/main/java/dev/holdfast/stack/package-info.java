/** Real MariaDB or MySQL, Redis, Nacos and Seata and the three apps on this machine, for {@code ./up} and for tests. */
package dev.holdfast.stack;
