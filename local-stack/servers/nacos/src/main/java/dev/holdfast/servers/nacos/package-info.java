/** Starts Nacos and keeps it on the loopback address: runs inside the server's own JVM. */
package dev.holdfast.servers.nacos;
