/** Orders that arrive at their own rate, whatever becomes of those before them. */
package dev.holdfast.openloop;
