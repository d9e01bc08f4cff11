/**
 * The checker behind ./check: reads the four ledgers and Seata's sessions of a running system, writes nothing, and says
 * which of the invariants hold.
 */
package dev.holdfast.proof.check;
