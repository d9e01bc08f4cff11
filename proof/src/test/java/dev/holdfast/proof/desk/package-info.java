/** A third service, as small as one can be, that holds stock for gifts: how anybody uses stock-api. */
package dev.holdfast.proof.desk;
