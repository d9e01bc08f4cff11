package dev.holdfast.stack;

import java.nio.file.Path;
import java.util.OptionalLong;

/** One server or app of the stack, which a fault test may end, freeze and start again on the data it left. */
public interface Server {

    String name();

    /** Host and port under which its clients find it. */
    String address();

    /** Returns when the server is ready; does nothing when it runs. */
    void start();

    /** Asks it to end, kills it after a bounded wait; returns when it is gone. */
    void stop();

    /** SIGKILL: no goodbye to anybody; returns when it is gone. */
    void kill();

    boolean running();

    /** Of the server itself, while it runs as a process of this machine. */
    OptionalLong pid();

    /** SIGSTOP: connections stay open and nothing answers. */
    void pause();

    /** SIGCONT. */
    void resume();

    /** What it prints; the file grows over restarts. */
    Path log();
}
