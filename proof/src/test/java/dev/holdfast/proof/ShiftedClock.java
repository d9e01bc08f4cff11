package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** A wall clock that is off, for one real process: a few lines of C between it and its libc, where there is a compiler. */
final class ShiftedClock {
    private static final String SOURCE =
            """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <pthread.h>
            #include <stdlib.h>
            #include <sys/syscall.h>
            #include <sys/time.h>
            #include <time.h>
            #include <unistd.h>

            static long seconds(void) {
              const char *text = getenv("CLOCK_SHIFT_SECONDS");
              return text ? atol(text) : 0;
            }

            int clock_gettime(clockid_t clock, struct timespec *now) {
              int wrong = syscall(SYS_clock_gettime, clock, now);
              if (!wrong && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += seconds();
              return wrong;
            }

            int gettimeofday(struct timeval *now, void *zone) {
              int wrong = syscall(SYS_gettimeofday, now, zone);
              if (!wrong) now->tv_sec += seconds();
              return wrong;
            }

            time_t time(time_t *now) {
              struct timespec real;
              clock_gettime(CLOCK_REALTIME, &real);
              if (now) *now = real.tv_sec;
              return real.tv_sec;
            }

            /* Who waits until a time of that clock waits for the kernel's; a time since boot is far below a billion seconds. */
            int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until) {
              static int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);
              struct timespec shifted = *until;
              if (!real) real = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
              if (until->tv_sec > 1000000000L) shifted.tv_sec -= seconds();
              return real(condition, mutex, &shifted);
            }
            """;

    private ShiftedClock() {}

    /** What a process must be told at its start; the test is skipped where nothing can be compiled. */
    static Map<String, String> environment(Path directory, int seconds) throws IOException, InterruptedException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(each -> Files.isExecutable(Path.of(each).resolve("cc"))),
                "no C compiler");
        Path library = Files.createDirectories(directory).resolve("shifted-clock.so");
        Path source = Files.writeString(directory.resolve("shifted-clock.c"), SOURCE);
        Process compiler = new ProcessBuilder(
                        "cc", "-O1", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).as("compiled").isZero();
        return Map.of("LD_PRELOAD", library.toString(), "CLOCK_SHIFT_SECONDS", "" + seconds);
    }
}
