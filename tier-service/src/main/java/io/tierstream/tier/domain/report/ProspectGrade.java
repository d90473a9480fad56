package io.tierstream.tier.domain.report;

import io.tierstream.tier.domain.Points;

/** How promising a prospect is, by the prospect criterion. */
public enum ProspectGrade {
    /** 80 points and more. */
    A("80"),
    /** 60 points and more. */
    B("60"),
    /** 40 points and more. */
    C("40"),
    /** Below 40 points. */
    D("0");

    private final Points from;

    ProspectGrade(String from) {
        this.from = Points.of(from);
    }

    /** The grade of these points of the prospect criterion. */
    public static ProspectGrade of(Points prospect) {
        for (ProspectGrade grade : values()) {
            if (!prospect.isBelow(grade.from)) {
                return grade;
            }
        }
        throw new IllegalStateException("no grade from " + prospect);
    }
}
