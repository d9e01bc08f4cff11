/** The two doors at which Seata knocks, and the global transaction that makes it knock. */
package dev.holdfast.order.tcc;
