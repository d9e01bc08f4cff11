package dev.holdfast.proof;

import static dev.holdfast.proof.Shop.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassType;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectCollectedException;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StringReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Makes threads of another JVM stand still at lines that are named by class and method, as a debugger does: the product has
 * no switch for it. A name that is no longer right throws.
 */
final class Traps implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int FIRST_RETURN = 0xAC;
    private static final int LAST_RETURN = 0xB1;

    private final VirtualMachine jvm;

    /** Where a thread enters a method, or is about to return from it. */
    record Line(boolean atItsEnd, String type, String method) {
        static Line before(String type, String method) {
            return new Line(false, type, method);
        }

        static Line after(String type, String method) {
            return new Line(true, type, method);
        }
    }

    /** What a JVM must be told at its start, so that it can be attached to at this port. */
    static Map<String, String> environment(int port) {
        return Map.of(
                "JAVA_TOOL_OPTIONS", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port);
    }

    Traps(int port) {
        AttachingConnector socket = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> address = socket.defaultArguments();
        address.get("hostname").setValue("127.0.0.1");
        address.get("port").setValue("" + port);
        try {
            jvm = socket.attach(address);
        } catch (Exception e) {
            throw new IllegalStateException("no JVM can be attached to at port " + port, e);
        }
        Thread keeper = new Thread(this::keep, "traps");
        keeper.setDaemon(true);
        keeper.start();
    }

    /**
     * From now on every thread stands still at this line, if it is about what is wanted. A method without parameters tells
     * nobody what it is about: there the first who comes stands still, and no other.
     *
     * @param about is given the arguments as text
     */
    Trap set(Line line, Predicate<String> about) {
        Method method = method(line);
        BreakpointRequest request =
                jvm.eventRequestManager().createBreakpointRequest(line.atItsEnd() ? end(method) : method.location());
        Trap trap = new Trap(line, method.argumentTypeNames().isEmpty() ? anything -> true : about, request);
        request.putProperty(Trap.class, trap);
        request.setSuspendPolicy(BreakpointRequest.SUSPEND_EVENT_THREAD);
        if (method.argumentTypeNames().isEmpty()) {
            request.addCountFilter(1);
        }
        request.enable();
        return trap;
    }

    private Method method(Line line) {
        List<ReferenceType> types = jvm.classesByName(line.type());
        if (types.size() != 1) {
            throw new IllegalStateException("no class " + line.type() + " is loaded: has it another name now?");
        }
        List<Method> methods = types.get(0).methodsByName(line.method());
        if (methods.size() != 1) {
            throw new IllegalStateException(line + " is " + methods + ": has it another name now?");
        }
        return methods.get(0);
    }

    /** Of a method that returns in one place only, which is then its last instruction. */
    private static Location end(Method method) {
        byte[] code = method.bytecodes();
        int last = code[code.length - 1] & 0xFF;
        if (last < FIRST_RETURN || last > LAST_RETURN) {
            throw new IllegalStateException(method + " does not end with its return");
        }
        return method.locationOfCodeIndex(code.length - 1);
    }

    /** One line, and the threads that stand there. */
    static final class Trap {
        private final Line line;
        private final Predicate<String> about;
        private final BreakpointRequest request;
        private final Set<ThreadReference> caught = ConcurrentHashMap.newKeySet();

        private Trap(Line line, Predicate<String> about, BreakpointRequest request) {
            this.line = line;
            this.about = about;
            this.request = request;
        }

        boolean hasCaught() {
            return !caught.isEmpty();
        }

        void awaitCaught() {
            await("somebody at " + line, SOON, () -> assertThat(caught).isNotEmpty());
        }

        /** Whoever stands here goes on, and nobody stands still here any more. */
        void letGo() {
            request.disable();
            caught.forEach(ThreadReference::resume);
            caught.clear();
        }

        /** Whoever stands here goes on, but the method throws. */
        void letFail() throws Exception {
            for (ThreadReference thread : caught) {
                thread.stop(anException(thread));
                thread.resume();
            }
            caught.clear();
        }

        private static ObjectReference anException(ThreadReference thread) throws Exception {
            ClassType type = (ClassType) thread.virtualMachine()
                    .classesByName(IllegalStateException.class.getName())
                    .get(0);
            return type.newInstance(
                    thread,
                    type.concreteMethodByName("<init>", "()V"),
                    List.of(),
                    ObjectReference.INVOKE_SINGLE_THREADED);
        }
    }

    private void keep() {
        try {
            while (true) {
                keep(jvm.eventQueue().remove());
            }
        } catch (VMDisconnectedException e) {
            // It was killed, as it was meant to be.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All events of a set are one thread at one line. */
    private void keep(EventSet events) {
        String arguments = null;
        boolean stays = false;
        for (Event event : events) {
            if (event instanceof BreakpointEvent at && at.request().getProperty(Trap.class) instanceof Trap trap) {
                arguments = arguments == null ? arguments(at.thread()) : arguments;
                if (trap.about.test(arguments)) {
                    trap.caught.add(at.thread());
                    stays = true;
                }
            }
        }
        if (!stays) {
            events.resume();
        }
    }

    private static String arguments(ThreadReference thread) {
        try {
            StringBuilder text = new StringBuilder();
            for (Value value : thread.frame(0).getArgumentValues()) {
                text.append(text(value, thread)).append(' ');
            }
            return text.toString();
        } catch (VMDisconnectedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the arguments cannot be read", e);
        }
    }

    private static String text(Value value, ThreadReference thread) throws Exception {
        if (value instanceof StringReference string) {
            return string.value();
        }
        if (!(value instanceof ObjectReference object && object.referenceType() instanceof ClassType type)) {
            return "";
        }
        Method toString = type.concreteMethodByName("toString", "()Ljava/lang/String;");
        while (true) {
            try {
                return ((StringReference) object.invokeMethod(
                                thread, toString, List.of(), ObjectReference.INVOKE_SINGLE_THREADED))
                        .value();
            } catch (ObjectCollectedException e) {
                // Nobody there holds on to the text, so a garbage collection may be faster than its reader.
            }
        }
    }

    @Override
    public void close() {
        try {
            jvm.dispose();
        } catch (VMDisconnectedException e) {
            // It is gone already.
        }
    }
}
