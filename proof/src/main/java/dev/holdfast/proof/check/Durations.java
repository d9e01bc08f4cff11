package dev.holdfast.proof.check;

import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.ITypeConverter;

/** Durations as the settings of the apps are written: {@code 500ms}, {@code 60s}, {@code 2m}. */
final class Durations implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return DurationStyle.detectAndParse(text);
    }

    static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
