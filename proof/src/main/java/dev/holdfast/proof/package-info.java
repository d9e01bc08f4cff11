/** What is claimed, shown: the invariant checker, and the tests and loads that call it. */
package dev.holdfast.proof;
