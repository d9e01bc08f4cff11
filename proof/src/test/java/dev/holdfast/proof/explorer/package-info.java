/** Visits every state of a model, and tells which of its invariants can be broken, by the shortest way there is. */
package dev.holdfast.proof.explorer;
