package org.mikey4j.timing;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.mikey4j.message.Octets;

/**
 * Does an operation take as long with inputs of one class as with those of another? Both are measured in one loop, in an order that
 * is drawn, so that what else the machine does meets both alike; then Welch's t says how far apart the means are for how much they
 * scatter. Measurements are cut off at several quantiles of both classes together, because one that was interrupted says nothing, and
 * the largest t of all cuts counts (Reparaz, Balasch and Verbauwhede, "Dude, is my code constant time?", 2016).
 *
 * @param name what is compared
 * @param operation gives a number that depends on its result, so that nothing is left out
 * @param left inputs of the first class
 * @param right inputs of the second class, as many
 * @param rounds measurements of both classes together
 * @param repeats how often an operation is done in one measurement
 */
record Comparison(
        String name,
        ToIntFunction<Octets> operation,
        List<Octets> left,
        List<Octets> right,
        int rounds,
        int repeats) {
    private static final double[] CUTS = {1, 0.99, 0.95, 0.9, 0.75, 0.5, 0.25};

    /**
     * What came of it.
     *
     * @param t the largest t, positive if the first class takes longer
     * @param cut at which quantile
     * @param nanos how much longer the first class takes in the quicker half, one operation
     * @param typical how long one operation takes, the median in nanoseconds
     */
    record Result(double t, double cut, double nanos, double typical) {}

    Result run() {
        Random order = new Random(1);
        measure(order, rounds / 5 + 1);
        return evaluate(measure(order, rounds));
    }

    private record Measured(long[] nanos, boolean[] first) {}

    private Measured measure(Random order, int count) {
        long[] nanos = new long[count];
        boolean[] first = new boolean[count];
        int sink = 0;
        for (int i = 0; i < count; i++) {
            first[i] = order.nextBoolean();
            Octets input = (first[i] ? left : right).get(order.nextInt(left.size()));
            long begin = System.nanoTime();
            for (int repeat = 0; repeat < repeats; repeat++) {
                sink += operation.applyAsInt(input);
            }
            nanos[i] = System.nanoTime() - begin;
        }
        if (sink == Integer.MIN_VALUE) {
            System.out.println();
        }
        return new Measured(nanos, first);
    }

    private Result evaluate(Measured measured) {
        long[] sorted = measured.nanos.clone();
        Arrays.sort(sorted);
        double largest = 0;
        double at = 1;
        for (double cut : CUTS) {
            double t = welch(measured, quantile(sorted, cut)).t();
            if (Math.abs(t) > Math.abs(largest)) {
                largest = t;
                at = cut;
            }
        }
        double difference = welch(measured, quantile(sorted, 0.5)).difference();
        return new Result(largest, at, difference / repeats, (double) quantile(sorted, 0.5) / repeats);
    }

    private static long quantile(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.round(share * sorted.length))];
    }

    private record Welch(double t, double difference) {}

    private static Welch welch(Measured measured, long limit) {
        double[] count = new double[2];
        double[] mean = new double[2];
        double[] squares = new double[2];
        for (int i = 0; i < measured.nanos.length; i++) {
            if (measured.nanos[i] <= limit) {
                int side = measured.first[i] ? 0 : 1;
                count[side]++;
                double delta = measured.nanos[i] - mean[side];
                mean[side] += delta / count[side];
                squares[side] += delta * (measured.nanos[i] - mean[side]);
            }
        }
        double error = Math.sqrt(
                squares[0] / (count[0] - 1) / count[0] + squares[1] / (count[1] - 1) / count[1]);
        double difference = mean[0] - mean[1];
        return new Welch(difference / error, difference);
    }
}
