package dev.holdfast.proof.explorer;

/** Hands out the bits of a packed state. */
public final class Layout {
    private int used;

    /** Some bits of a state, that hold a small number. */
    public record Field(int shift, long mask) {
        public int of(long bits) {
            return (int) (bits >>> shift & mask);
        }

        public long set(long bits, int value) {
            return bits & ~(mask << shift) | (long) value << shift;
        }
    }

    /** A field of numbers below {@code values}. */
    public Field field(int values) {
        int width = 32 - Integer.numberOfLeadingZeros(values - 1);
        Field field = new Field(used, (1L << width) - 1);
        used += width;
        if (used > Long.SIZE) {
            throw new IllegalStateException("a state of this world does not fit into a long");
        }
        return field;
    }
}
