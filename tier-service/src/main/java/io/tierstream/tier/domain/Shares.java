package io.tierstream.tier.domain;

import java.math.BigDecimal;

/** How many of the graded customers are meant to be A, and how many B, in percent with at most two decimals. */
public record Shares(BigDecimal a, BigDecimal b) {

    public Shares {
        a = Weights.plain(a);
        b = Weights.plain(b);
    }

    /** The rank, from 1, of the last customer that makes the share of A: ⌈a·n⌉. */
    long rankOfA(long n) {
        return ceilingOfPercent(a, n);
    }

    /** The rank, from 1, of the last customer that makes the shares of A and B together: ⌈(a + b)·n⌉. */
    long rankOfB(long n) {
        return ceilingOfPercent(a.add(b), n);
    }

    private static long ceilingOfPercent(BigDecimal percent, long n) {
        return Math.ceilDiv(Math.multiplyExact(percent.movePointRight(2).longValueExact(), n), 10_000L);
    }
}
