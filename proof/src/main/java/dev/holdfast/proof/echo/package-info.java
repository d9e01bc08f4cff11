/** A yardstick of the bench: what a validated POST through the gateway costs when nothing is done with it. */
package dev.holdfast.proof.echo;
