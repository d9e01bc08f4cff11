package dev.holdfast.proof.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The grace where none is given: it follows from the settings of the apps. They are read from Nacos; what Nacos does not
 * give is read from the files of the checkout, which local-stack and docker-compose.yml publish.
 *
 * @param configuration nacos-config/ of the checkout; null if there is no checkout
 * @param environment of this process; its HOLDFAST_... overrule both, as they do in an app that is started with them
 */
record DefaultGrace(NacosSettings nacos, Path configuration, Map<String, String> environment) {
    /** In the order in which they overrule each other. */
    private static final List<String> FILES = List.of("order-app.yaml", "stock-app.yaml", "shared.yaml");

    /** @throws IllegalArgumentException if the settings are nowhere to be read */
    Grace find() throws InterruptedException {
        AppSettings settings = new AppSettings(environment);
        String unread = "";
        try {
            nacos.published(FILES).forEach((file, yaml) -> settings.with(file + " in Nacos", yaml));
        } catch (IOException e) {
            unread = "; Nacos at " + nacos.address() + " could not be read";
        }
        if (configuration != null) {
            FILES.forEach(file -> settings.with("nacos-config/" + file, content(configuration.resolve(file))));
        }
        Grace grace = settings.grace();
        return new Grace(grace.time(), grace.reason() + unread);
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: give --grace", e);
        }
    }
}
