/** A yardstick of the bench: the durable SQL of an order and nothing else, in a JVM and in tables of its own. */
package dev.holdfast.proof.limit;
