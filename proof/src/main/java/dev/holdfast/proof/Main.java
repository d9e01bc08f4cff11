package dev.holdfast.proof;

import dev.holdfast.proof.bench.BenchCommand;
import dev.holdfast.proof.faults.FaultsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command behind ./prove. Each mode is a subcommand with dashes before its name, and has options of its own. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        version = "Holdfast 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "MODE",
        commandListHeading = "%nModes (each has its --help):%n",
        description = "Shows what is claimed of Holdfast, on this machine.",
        subcommands = {BenchCommand.class, FaultsCommand.class})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    /** No mode: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
