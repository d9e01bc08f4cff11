/** What every door of this service has in common: strict JSON in, problem+json out. */
package dev.holdfast.stock.web;
