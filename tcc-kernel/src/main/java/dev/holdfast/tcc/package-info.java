/** The twelve cells: which verb does what in which state. Pure Java, no dependency; nobody else compares TCC states. */
package dev.holdfast.tcc;
