/** Child processes that never outlive their parent, ports, data directories: knows nothing of what it runs. */
package dev.holdfast.stack.process;
