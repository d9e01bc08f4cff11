/**
 * One key, one answer, while order-apps refuse from memory: an order is placed by one order-app, and its replay reaches
 * another that refuses orders for its row. docs/gate-protocol.md says the same in words.
 */
package dev.holdfast.proof.replaymodel;
