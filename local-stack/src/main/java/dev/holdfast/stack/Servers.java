package dev.holdfast.stack;

/** The four servers the apps stand on, none of them started yet. */
interface Servers extends AutoCloseable {

    Server database();

    Server redis();

    Server nacos();

    Server seata();

    /** Takes away what is left of them when all have been stopped. */
    @Override
    default void close() {}
}
