/**
 * How an app begins and ends: not without what was published for it, and saying what it lacks; and it leaves the registry
 * first, and serves on until its callers have heard. In between, its periodic jobs go on whatever their runs throw.
 */
package dev.holdfast.lifecycle;
