/** ./prove --bench: the same product measured several ways in one session, between two yardsticks. */
package dev.holdfast.proof.bench;
