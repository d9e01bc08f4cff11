package dev.holdfast.stack.process;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The parent that {@link LeashTest} kills. Arguments: a directory, a command. */
final class LeashHolder {

    private LeashHolder() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Command command = new Command(Arrays.asList(arguments).subList(1, arguments.length), Map.of(), directory);
        System.out.println(Leash.start(command, directory.resolve("log")).pid());
        Thread.sleep(Long.MAX_VALUE);
    }
}
