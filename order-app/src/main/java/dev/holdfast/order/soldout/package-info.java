/** What this process knows to be sold out, told by stock-app through Redis: refused from memory, before anything else is asked. */
package dev.holdfast.order.soldout;
