/** Places an order: from the request to the claim, through the global transaction, to the answer. */
package dev.holdfast.order.placement;
