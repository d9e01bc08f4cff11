/** ./prove --faults: buyers go on buying while processes die and wires fail by a schedule; then the ledgers are checked. */
package dev.holdfast.proof.faults;
