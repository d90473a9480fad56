package io.tierstream.tier.domain.simulation;

import io.tierstream.tier.domain.Grade;

/** All graded customers, by index; the same throughout one simulation. */
public interface GradedPopulation {

    /** How many customers there are. */
    int size();

    /** A customer's grade, for indexes from 0 to below {@link #size()}. */
    Grade grade(int index);
}
