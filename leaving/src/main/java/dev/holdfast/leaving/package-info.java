/** What an app does first when it is told to stop: it leaves the registry, and serves on until its callers have heard. */
package dev.holdfast.leaving;
