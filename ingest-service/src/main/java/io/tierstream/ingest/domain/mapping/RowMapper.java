package io.tierstream.ingest.domain.mapping;

import io.tierstream.ingest.domain.mapping.MappedEvent.Datum;
import io.tierstream.ingest.domain.mapping.Mapping.EventRule;
import io.tierstream.ingest.domain.mapping.Mapping.Grouping;
import io.tierstream.ingest.domain.mapping.Mapping.RejectRule;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Maps the rows of one file, one after the other, to events. Keeps what is open in memory and nothing else; for one
 * thread.
 *
 * <p>A row is rejected, never guessed at: when a reject rule holds, no event rule takes it, a number or time cannot be
 * read, or it disagrees with the other rows of its group. The rest of its group goes on without it.
 */
public final class RowMapper {

    private static final int LONGEST_SHOWN = 500;

    /** Groups of adjacent rows whose keys are remembered, to find rows that come after their group was closed. */
    private static final int REMEMBERED_GROUPS = 1_000_000;

    /** Longer cells of a key are remembered as their hash. */
    private static final int LONGEST_KEY = 64;

    /** What open groups may hold together, in bytes: their texts, and the numbers of their lines. */
    private static final long MOST_HELD = 100_000;

    private static final long MOST_HELD_OF_GROUP = 400;

    private final Mapping mapping;
    private final Shift shift;
    private final Map<String, Integer> positions;
    private final Set<String> used;
    private final int width;
    private final LinkedHashMap<List<String>, OpenGroup> open = new LinkedHashMap<>();
    private final Map<List<String>, Long> closed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Long> eldest) {
            return size() > REMEMBERED_GROUPS;
        }
    };
    private long held;
    private long line;
    private List<String> cells = List.of();

    private RowMapper(Mapping mapping, Shift shift, Map<String, Integer> positions, int width) {
        this.mapping = mapping;
        this.shift = shift;
        this.positions = positions;
        this.width = width;
        this.used = new HashSet<>(mapping.columns().required());
        this.used.addAll(mapping.columns().optional());
    }

    /** Whether a file can be mapped, as its header says. */
    public sealed interface Fit {
        record Ready(RowMapper mapper) implements Fit {}

        record WrongHeader(String why) implements Fit {}
    }

    /** A mapper for a file with this header. */
    public static Fit of(Mapping mapping, List<String> header, Shift shift) {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (positions.put(header.get(i).strip(), i) != null) {
                return new Fit.WrongHeader(
                        "The column " + shortened(header.get(i)) + " is there twice; rename one of them.");
            }
        }
        TreeSet<String> missing = new TreeSet<>(mapping.columns().required());
        missing.removeAll(positions.keySet());
        return missing.isEmpty()
                ? new Fit.Ready(new RowMapper(mapping, shift, positions, header.size()))
                : new Fit.WrongHeader("The first line must name the columns " + missing + " too, which the mapping "
                        + mapping.name() + " needs; it names " + shortened(header.toString()) + ". Is the delimiter "
                        + mapping.csv().delimiter() + "?");
    }

    /** The latest time of a row, for {@link Shift#toToday}; empty when it has none that can be read. */
    public Optional<Instant> newest(long atLine, List<String> row) {
        take(atLine, row);
        return mapping.events().stream()
                .map(EventRule::time)
                .distinct()
                .flatMap(column -> mapping.dates().time(cell(column)).stream())
                .max(Instant::compareTo);
    }

    /** Maps the next row. */
    public List<Step> accept(long atLine, List<String> row) {
        take(atLine, row);
        if (row.size() != width) {
            return List.of(rejected("", "has " + row.size() + " cells, but the header names " + width + " columns"));
        }
        for (String column : positions.keySet()) {
            if (used.contains(column) && cell(column).indexOf('\ufffd') >= 0) {
                return List.of(rejected(
                        column, "has bytes that are not " + mapping.csv().charset()));
            }
        }
        for (RejectRule reject : mapping.rejects()) {
            if (reject.when().holds(this::cell)) {
                return List.of(rejected(reject.column(), reject.reason()));
            }
        }
        for (int i = 0; i < mapping.events().size(); i++) {
            EventRule rule = mapping.events().get(i);
            if (rule.when() == null || rule.when().holds(this::cell)) {
                return accept(i, rule);
            }
        }
        return List.of(rejected("", "no rule of the mapping " + mapping.name() + " takes this row"));
    }

    /** How many groups are open. */
    public int open() {
        return open.size();
    }

    /** Completes what is open at the end of the file, in the order in which it was begun. */
    public Iterator<Step> finish() {
        Iterator<OpenGroup> groups = open.values().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return groups.hasNext();
            }

            @Override
            public Step next() {
                OpenGroup group = groups.next();
                groups.remove();
                return group.complete();
            }
        };
    }

    private void take(long atLine, List<String> row) {
        this.line = atLine;
        this.cells = row;
    }

    private String cell(String column) {
        Integer position = positions.get(column);
        if (position == null || position >= cells.size()) {
            return "";
        }
        String cell = cells.get(position).strip();
        String suffix = mapping.columns().stripSuffix().get(column);
        return suffix != null && cell.endsWith(suffix) ? cell.substring(0, cell.length() - suffix.length()) : cell;
    }

    private Step rejected(String column, String reason) {
        return new Step.Rejected(new Rejection(line, column, column.isEmpty() ? "" : shortened(cell(column)), reason));
    }

    /** A cell may have a million characters, which nobody wants to read. */
    private static String shortened(String text) {
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
    }

    private List<Step> accept(int ruleNumber, EventRule rule) {
        RowValues row;
        switch (RowValues.of(rule, this::cell, mapping.dates())) {
            case RowValues.Read read -> row = read.values();
            case RowValues.Unreadable unreadable -> {
                return List.of(rejected(unreadable.column(), unreadable.why()));
            }
        }
        Grouping groups = mapping.groups();
        if (groups == null) {
            OpenGroup alone = new OpenGroup(rule, row, line);
            return List.of(alone.complete());
        }
        List<String> key = new ArrayList<>();
        key.add(Integer.toString(ruleNumber));
        groups.by().forEach(column -> {
            String cell = cell(column);
            key.add(cell.length() > LONGEST_KEY ? hash(List.of(cell)) : cell);
        });
        return groups.adjacent() ? acceptAdjacent(key, rule, row, groups) : acceptAnywhere(key, rule, row, groups);
    }

    private List<Step> acceptAdjacent(List<String> key, EventRule rule, RowValues row, Grouping groups) {
        OpenGroup group = open.get(key);
        if (group != null) {
            return add(group, row, groups);
        }
        Long closedAt = closed.get(key);
        if (closedAt != null) {
            return List.of(rejected(
                    "",
                    "its group ended before line " + closedAt
                            + "; sort the file, or let the mapping say that rows of a group may stand anywhere"));
        }
        List<Step> steps = new ArrayList<>();
        open.forEach((openKey, complete) -> {
            closed.put(openKey, line);
            steps.add(complete.complete());
        });
        open.clear();
        held = 0;
        steps.addAll(begin(key, rule, row, groups));
        return steps;
    }

    private List<Step> acceptAnywhere(List<String> key, EventRule rule, RowValues row, Grouping groups) {
        OpenGroup group = open.get(key);
        if (group != null) {
            return add(group, row, groups);
        }
        if (open.size() == groups.maxOpen()) {
            return List.of(new Step.Impossible("Line " + line + " begins one group more than the "
                    + groups.maxOpen() + " that the mapping " + mapping.name()
                    + " may hold; raise groups.max-open, or sort the file and let it say rows: adjacent."));
        }
        return begin(key, rule, row, groups);
    }

    private List<Step> begin(List<String> key, EventRule rule, RowValues row, Grouping groups) {
        open.put(key, new OpenGroup(rule, row, line));
        return hold(row.length(), groups);
    }

    private List<Step> add(OpenGroup group, RowValues row, Grouping groups) {
        Optional<String> disagreement = group.disagreement(row);
        if (disagreement.isPresent()) {
            return List.of(rejected("", disagreement.get()));
        }
        group.add(row, line);
        return hold(Long.BYTES, groups);
    }

    /** A file may be larger than memory, and all of it one group. */
    private List<Step> hold(long bytes, Grouping groups) {
        held += bytes;
        return held <= MOST_HELD + groups.maxOpen() * MOST_HELD_OF_GROUP
                ? List.of()
                : List.of(new Step.Impossible("Up to line " + line + " the groups that are open have more rows and text"
                        + " than the mapping " + mapping.name()
                        + " may hold; raise groups.max-open, or split the file."));
    }

    /** The rows of an event so far. */
    private final class OpenGroup {

        private final EventRule rule;
        private final RowValues first;
        private final String idFromCells;
        private final Map<String, BigDecimal> sums = new HashMap<>();
        private final Lines lines = new Lines();
        private Instant earliest;

        OpenGroup(EventRule rule, RowValues first, long line) {
            this.rule = rule;
            this.first = first;
            this.earliest = first.time();
            this.idFromCells = first.id().isEmpty() ? hash(cells) : "";
            add(first, line);
        }

        void add(RowValues row, long atLine) {
            row.numbers().forEach((field, number) -> sums.merge(field, number, BigDecimal::add));
            if (row.time().isBefore(earliest)) {
                earliest = row.time();
            }
            lines.append(atLine);
        }

        Optional<String> disagreement(RowValues row) {
            if (row.agreesWith(first)) {
                return Optional.empty();
            }
            for (Map.Entry<String, String> text : row.texts().entrySet()) {
                String before = first.texts().getOrDefault(text.getKey(), "");
                if (!before.equals(text.getValue())) {
                    return Optional.of(text.getKey() + " is " + shortened(text.getValue()) + " here, but "
                            + shortened(before) + " in line "
                            + lines.getFirst() + " of the same group");
                }
            }
            return Optional.of("its texts or days are not those of line " + lines.getFirst() + " of the same group");
        }

        Step complete() {
            Map<String, Datum> data = new LinkedHashMap<>();
            rule.data().forEach((name, field) -> {
                Datum datum = datum(name, field);
                if (datum != null) {
                    data.put(name, datum);
                }
            });
            return new Step.Complete(new MappedEvent(
                    first.id().isEmpty() ? idFromCells : first.id(),
                    first.source(),
                    first.type(),
                    shift.move(earliest),
                    data,
                    lines,
                    rule));
        }

        private @Nullable Datum datum(String name, Field field) {
            return switch (field) {
                case Field.OfText ignored -> text(first.texts().get(name));
                case Field.OfDay ignored -> {
                    LocalDate day = first.days().get(name);
                    yield day == null ? null : text(shift.move(day).toString());
                }
                case Field.OfNumber number -> {
                    BigDecimal sum = sums.get(name);
                    yield sum == null ? null : new Datum.OfNumber(number.negated() ? sum.negate() : sum);
                }
            };
        }

        private static @Nullable Datum text(@Nullable String text) {
            return text == null ? null : new Datum.OfText(text);
        }
    }

    /** Numbers of lines, which may be many. */
    private static final class Lines extends AbstractList<Long> {

        private long[] numbers = new long[1];
        private int size;

        void append(long number) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, size + size / 2 + 1);
            }
            numbers[size++] = number;
        }

        @Override
        public Long get(int index) {
            return numbers[Objects.checkIndex(index, size)];
        }

        @Override
        public int size() {
            return size;
        }
    }

    /** The same for the same cells, whatever else is in the file. */
    private static String hash(List<String> cells) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String cell : cells) {
                digest.update(cell.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** What a rule takes from one row. */
    private record RowValues(
            String type,
            String id,
            String source,
            Instant time,
            Map<String, String> texts,
            Map<String, LocalDate> days,
            Map<String, BigDecimal> numbers) {

        sealed interface Reading {}

        record Read(RowValues values) implements Reading {}

        record Unreadable(String column, String why) implements Reading {}

        long length() {
            return (long) id.length()
                    + source.length()
                    + type.length()
                    + texts.values().stream().mapToLong(String::length).sum();
        }

        boolean agreesWith(RowValues other) {
            return type.equals(other.type)
                    && id.equals(other.id)
                    && source.equals(other.source)
                    && texts.equals(other.texts)
                    && days.equals(other.days);
        }

        static Reading of(EventRule rule, Function<String, String> cell, DateFormats dates) {
            String timeCell = cell.apply(rule.time());
            Optional<Instant> time = dates.time(timeCell);
            if (time.isEmpty()) {
                return new Unreadable(rule.time(), noDate(timeCell, dates));
            }
            Map<String, String> texts = new HashMap<>();
            Map<String, LocalDate> days = new HashMap<>();
            Map<String, BigDecimal> numbers = new HashMap<>();
            for (Map.Entry<String, Field> entry : rule.data().entrySet()) {
                switch (entry.getValue()) {
                    case Field.OfText text -> {
                        String value = text.text().of(cell);
                        if (!value.isEmpty()) {
                            texts.put(entry.getKey(), value);
                        }
                    }
                    case Field.OfDay day -> {
                        String dayCell = cell.apply(day.column());
                        if (!dayCell.isEmpty()) {
                            Optional<LocalDate> value = dates.day(dayCell);
                            if (value.isEmpty()) {
                                return new Unreadable(day.column(), noDate(dayCell, dates));
                            }
                            days.put(entry.getKey(), value.get());
                        }
                    }
                    case Field.OfNumber number -> {
                        String bad = number.term()
                                .columns()
                                .filter(column -> !cell.apply(column).isEmpty()
                                        && Decimals.parse(cell.apply(column)).isEmpty())
                                .findFirst()
                                .orElse("");
                        if (!bad.isEmpty()) {
                            return new Unreadable(bad, "is no decimal number such as -12.50");
                        }
                        value(number.term(), cell).ifPresent(value -> numbers.put(entry.getKey(), value));
                    }
                }
            }
            return new Read(new RowValues(
                    rule.type().of(cell),
                    rule.id().of(cell),
                    rule.source().of(cell),
                    time.get(),
                    texts,
                    days,
                    numbers));
        }

        private static String noDate(String cell, DateFormats dates) {
            return cell.isEmpty() ? "is empty" : "is no date or time in any of the formats " + dates.patterns();
        }

        private static Optional<BigDecimal> value(Term term, Function<String, String> cell) {
            return switch (term) {
                case Term.Cell from -> Decimals.parse(cell.apply(from.column()));
                case Term.Constant constant -> Optional.of(constant.number());
                case Term.Product product -> {
                    BigDecimal value = BigDecimal.ONE;
                    for (Term factor : product.factors()) {
                        Optional<BigDecimal> number = value(factor, cell);
                        if (number.isEmpty()) {
                            yield Optional.empty();
                        }
                        value = value.multiply(number.get());
                    }
                    yield Optional.of(value);
                }
            };
        }
    }
}
