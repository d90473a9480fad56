package io.tierstream.tier.projection;

import io.tierstream.contracts.EventJson;
import io.tierstream.tier.mongo.MongoGrades.GradeRow;
import io.tierstream.tier.wire.GradeSnapshot;

/** From a grade as the topology tells it to the one that is kept, and back. */
public final class GradeRows {

    private GradeRows() {}

    /** The row that keeps all of this snapshot. */
    public static GradeRow of(GradeSnapshot grade) {
        return new GradeRow(
                grade.customerId(), grade.version(), EventJson.mapper().writeValueAsString(grade));
    }

    /** The snapshot that a row keeps. */
    public static GradeSnapshot snapshot(GradeRow row) {
        return EventJson.mapper().readValue(row.json(), GradeSnapshot.class);
    }
}
