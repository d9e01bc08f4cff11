/** Settles what Seata no longer will, by itself (the resolver) and at a person's word; both by the same cells. */
package dev.holdfast.order.recovery;
