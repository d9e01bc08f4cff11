package dev.holdfast.proof.faults;

import dev.holdfast.stack.Server;
import java.time.Duration;

/** Something that goes wrong, for a while. */
sealed interface Fault {
    /** How long it stands before it is made good. */
    Duration lasting();

    /** The one to whom it happens: a {@link Part} or a {@link Wire}; nothing else happens to it meanwhile. */
    Enum<?> victim();

    void begin(Scene scene);

    /** Returns when its victim works again. */
    void end(Scene scene);

    /** kill -9, and a new start. */
    record Kill(Part victim, Duration lasting) implements Fault {
        @Override
        public void begin(Scene scene) {
            scene.server(victim).kill();
        }

        @Override
        public void end(Scene scene) {
            scene.revive(victim);
        }

        @Override
        public String toString() {
            return "kill -9 " + victim;
        }
    }

    /** A graceful stop, and a new start. */
    record Stop(Part victim, Duration lasting) implements Fault {
        @Override
        public void begin(Scene scene) {
            scene.server(victim).stop();
        }

        @Override
        public void end(Scene scene) {
            scene.revive(victim);
        }

        @Override
        public String toString() {
            return "stop " + victim;
        }
    }

    /** SIGSTOP and SIGCONT: its connections stand, and it says nothing. */
    record Freeze(Part victim, Duration lasting) implements Fault {
        @Override
        public void begin(Scene scene) {
            scene.server(victim).pause();
        }

        @Override
        public void end(Scene scene) {
            Server frozen = scene.server(victim);
            if (frozen.running()) {
                frozen.resume();
            } else {
                scene.revive(victim);
            }
        }

        @Override
        public String toString() {
            return "freeze " + victim;
        }
    }

    /** kill -9 of the Seata server, its store lost, and a new start that remembers nothing. */
    record Wipe(Duration lasting) implements Fault {
        @Override
        public Part victim() {
            return Part.SEATA;
        }

        @Override
        public void begin(Scene scene) {
            scene.server(Part.SEATA).kill();
            scene.wipeSeataStore();
        }

        @Override
        public void end(Scene scene) {
            scene.revive(Part.SEATA);
        }

        @Override
        public String toString() {
            return "kill -9 seata, its store wiped";
        }
    }

    /** A wire has a trouble. */
    record Cut(Wire victim, Trouble trouble, Duration lasting) implements Fault {
        @Override
        public void begin(Scene scene) {
            scene.wire(victim).suffer(trouble);
        }

        @Override
        public void end(Scene scene) {
            scene.wire(victim).heal();
        }

        @Override
        public String toString() {
            return victim + ": " + trouble;
        }
    }
}
