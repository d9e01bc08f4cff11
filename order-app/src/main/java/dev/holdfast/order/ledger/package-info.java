/** The order rows: claimed once per key, moved only by guarded updates, read by everyone who has to answer. */
package dev.holdfast.order.ledger;
