/** Keeps the Seata server on the loopback address: runs inside the server's own JVM. */
package dev.holdfast.servers.seata;
