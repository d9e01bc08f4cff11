package dev.holdfast.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path temporary;

    @Test
    void a_directory_somebody_else_filled_is_refused_and_left_alone() throws Exception {
        Path letters = Files.writeString(temporary.resolve("letters.txt"), "mine");

        assertThatThrownBy(() -> DataDirectory.claim(temporary))
                .hasMessageContaining(temporary.toString())
                .hasMessageContaining("was not made by this stack");
        assertThat(temporary.toFile().list()).containsExactly("letters.txt");
        assertThat(letters).hasContent("mine");
    }

    @Test
    void wiping_takes_everything_inside_and_nothing_behind_a_link() throws Exception {
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "kept");
        try (DataDirectory directory = DataDirectory.claim(temporary.resolve("stack"))) {
            Files.createDirectories(directory.path().resolve("mariadb/data"));
            Files.writeString(directory.path().resolve("mariadb/data/file"), "gone");
            Files.createSymbolicLink(directory.path().resolve("link"), outside);

            directory.wipe();

            assertThat(directory.path().toFile().list()).containsExactly(".holdfast-stack");
            assertThat(outside.resolve("kept")).exists();
        }
    }

    @Test
    void two_stacks_do_not_share_a_directory() throws Exception {
        try (DataDirectory first = DataDirectory.claim(temporary)) {
            assertThatThrownBy(() -> DataDirectory.claim(first.path()))
                    .hasMessageContaining("in use by another running stack, pid "
                            + ProcessHandle.current().pid());
        }
    }

    @Test
    void what_an_earlier_stack_left_is_taken_over_as_it_is() throws Exception {
        try (DataDirectory earlier = DataDirectory.claim(temporary)) {
            Files.writeString(earlier.path().resolve("data"), "left");
        }
        try (DataDirectory later = DataDirectory.claim(temporary)) {
            assertThat(later.path().resolve("data")).hasContent("left");
        }
    }
}
