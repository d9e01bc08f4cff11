/** What every door of this service has in common: limits on what comes in, problem+json out. */
package dev.holdfast.order.web;
