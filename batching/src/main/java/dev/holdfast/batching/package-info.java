/** Natural batching: while one batch is in flight, arriving requests collect; the next takes them all. Pure Java, no dependency. */
package dev.holdfast.batching;
