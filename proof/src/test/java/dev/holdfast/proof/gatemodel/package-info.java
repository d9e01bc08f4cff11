/**
 * The gate's protocol walked through exhaustively: orders that try, hold, confirm and cancel at a hot row while Redis is
 * late, silent, emptied or gone back in time, and any process crashes between any two steps. docs/gate-protocol.md says
 * the same in words.
 */
package dev.holdfast.proof.gatemodel;
