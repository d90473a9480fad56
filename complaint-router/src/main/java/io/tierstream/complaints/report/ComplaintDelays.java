package io.tierstream.complaints.report;

import io.tierstream.complaints.application.ComplaintCourses;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.report.DelayReport;
import io.tierstream.complaints.domain.report.DelayReport.By;
import io.tierstream.complaints.domain.report.DelayReport.Measure;
import io.tierstream.complaints.domain.report.DelayReport.Question;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Answers questions for the complaint delay report. */
@Component
public class ComplaintDelays {

    private static final int USUAL_DAYS = 90;

    /** Times with a year of four digits; near the first and the last that Java knows, a period cannot be reckoned. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final ComplaintCourses courses;
    private final TicketQueue queue;
    private final Clock clock;
    private final ZoneId zone;

    ComplaintDelays(
            ComplaintCourses courses, TicketQueue queue, Clock clock, @Value("${tierstream.time-zone}") ZoneId zone) {
        this.courses = courses;
        this.queue = queue;
        this.clock = clock;
        this.zone = zone;
    }

    /** A parameter that cannot be understood. */
    public static final class InvalidQuestionException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String parameter;

        InvalidQuestionException(String parameter, String message) {
            super(message);
            this.parameter = parameter;
        }

        /** Its name. */
        public String parameter() {
            return parameter;
        }
    }

    /** Whether all complaints have been read since the start. */
    public boolean isReady() {
        return courses.isComplete();
    }

    /**
     * Understands a question.
     *
     * @param from a day, which begins in the business time zone, or a time; absent: so that the period has 90 days
     * @param to a day, which is part of the period, or a time, which is not; absent: today
     * @param by {@code tier} (when absent), {@code agent} or {@code category}
     * @param measure {@code calendar} (when absent) or {@code sla}
     * @throws InvalidQuestionException when it cannot
     */
    public Question question(
            @Nullable String from, @Nullable String to, @Nullable String by, @Nullable String measure) {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, zone);
        Instant end = time("to", to, today, 1);
        Instant begin =
                time("from", from, LocalDate.ofInstant(end.minusMillis(1), zone).minusDays(USUAL_DAYS - 1L), 0);
        if (begin.isAfter(end)) {
            throw new InvalidQuestionException("from", "must not be after to");
        }
        return new Question(
                begin,
                end,
                choice("by", by, By.class, By.TIER),
                choice("clock", measure, Measure.class, Measure.CALENDAR),
                now);
    }

    private Instant time(String name, @Nullable String value, LocalDate usual, int daysAfter) {
        if (value == null || value.isEmpty()) {
            return startOf(usual.plusDays(daysAfter));
        }
        try {
            Instant time =
                    value.length() == 10 ? startOf(LocalDate.parse(value).plusDays(daysAfter)) : Instant.parse(value);
            if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        throw new InvalidQuestionException(
                name, "must be a day such as 2026-11-22 or a time such as 2026-11-22T10:00:00Z");
    }

    private Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    private static <E extends Enum<E>> E choice(String name, @Nullable String value, Class<E> type, E usual) {
        if (value == null || value.isEmpty()) {
            return usual;
        }
        StringBuilder known = new StringBuilder();
        for (E each : type.getEnumConstants()) {
            String written = each.name().toLowerCase(Locale.ROOT);
            if (written.equals(value)) {
                return each;
            }
            known.append(known.isEmpty() ? "" : ", ").append(written);
        }
        throw new InvalidQuestionException(name, "must be one of " + known);
    }

    /** The answer. */
    public DelayReport answer(Question question) {
        return DelayReport.of(courses.all(), queue.policy(), question);
    }

    /** The first day of a period. */
    public LocalDate firstDay(Question question) {
        return LocalDate.ofInstant(question.from(), zone);
    }

    /** The last day of a period. */
    public LocalDate lastDay(Question question) {
        return LocalDate.ofInstant(question.to().minusMillis(1), zone);
    }
}
