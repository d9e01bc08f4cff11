/** The protocol walked through exhaustively: every interleaving, every crash, every message lost, late or repeated. */
package dev.holdfast.proof.model;
