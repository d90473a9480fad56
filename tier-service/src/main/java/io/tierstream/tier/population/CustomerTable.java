package io.tierstream.tier.population;

import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.contracts.tier.v1.CriterionContribution;
import io.tierstream.contracts.tier.v1.GradingMode;
import io.tierstream.tier.domain.Cause;
import io.tierstream.tier.domain.Criteria;
import io.tierstream.tier.domain.Criterion;
import io.tierstream.tier.domain.Grade;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.TierOverride;
import io.tierstream.tier.domain.Weights;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.WireTranslator;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * All customers by columns: about 300 bytes each, and no object per customer but id and name. Rows never move or go;
 * a row without a grade belongs to a customer of whom only a visit or an older change is known. Read and written under
 * the lock of {@link Population}.
 */
public final class CustomerTable {

    private static final int NO_DAY = Integer.MIN_VALUE;
    private static final long NO_TIME = Long.MIN_VALUE;
    private static final short NO_POINTS = -1;
    private static final byte[] NO_NAME = new byte[0];
    private static final Tier[] TIERS = Tier.values();
    private static final Points[] POINTS = new Points[Points.MAX.hundredths() + 1];

    static {
        Arrays.setAll(POINTS, Points::new);
    }

    private final CustomerIndex index = new CustomerIndex();
    private final Map<Figure, Decimals> figures = new EnumMap<>(Figure.class);
    private final Vocabulary accountManagers = new Vocabulary();
    private final Vocabulary segments = new Vocabulary();
    private final Vocabulary regions = new Vocabulary();
    private final Vocabulary currencies = new Vocabulary();
    private final Map<Integer, TierOverride> overrides = new HashMap<>();
    private final Map<Integer, Weights> weights = new HashMap<>();
    private final Map<Integer, GradingMode> modes = new HashMap<>();
    private final Map<Integer, byte[]> foldedNames = new HashMap<>();
    private final TierHistory history = new TierHistory();

    private byte[][] names = new byte[0][];
    private long[] version = new long[0];
    private byte[] tier = new byte[0];
    private byte[] computedTier = new byte[0];
    private byte[] belowThrough = new byte[0];
    private byte[] flags = new byte[0];
    private short[] composite = new short[0];
    private final short[][] points = new short[Criterion.values().length][0];
    private long[] since = new long[0];
    private long[] computedSince = new long[0];
    private long[] belowSince = new long[0];
    private long[] nextDue = new long[0];
    private long[] changeNumber = new long[0];
    private long[] scoreVersion = new long[0];
    private long[] lastVisit = new long[0];
    private int[] policyVersion = new int[0];
    private int[] scorecardVersion = new int[0];
    private int[] orderCount = new int[0];
    private int[] complaintCount = new int[0];
    private int[] openComplaints = new int[0];
    private int[] maxDaysLate = new int[0];
    private int[] asOf = new int[0];
    private int[] overdueSince = new int[0];
    private int[] firstOrderDay = new int[0];
    private int[] lastOrderDay = new int[0];
    private int[] customerSince = new int[0];
    private int graded;

    CustomerTable() {
        for (Figure figure : Figure.values()) {
            figures.put(figure, new Decimals());
        }
        grow();
    }

    private void grow() {
        int capacity = index.capacity();
        int before = version.length;
        if (capacity == before) {
            return;
        }
        figures.values().forEach(column -> column.grow(capacity));
        accountManagers.grow(capacity);
        segments.grow(capacity);
        regions.grow(capacity);
        currencies.grow(capacity);
        history.grow(capacity);
        names = Arrays.copyOf(names, capacity);
        Arrays.fill(names, before, capacity, NO_NAME);
        version = Arrays.copyOf(version, capacity);
        tier = Arrays.copyOf(tier, capacity);
        computedTier = Arrays.copyOf(computedTier, capacity);
        belowThrough = Arrays.copyOf(belowThrough, capacity);
        flags = Arrays.copyOf(flags, capacity);
        composite = Arrays.copyOf(composite, capacity);
        for (int i = 0; i < points.length; i++) {
            points[i] = Arrays.copyOf(points[i], capacity);
        }
        since = Arrays.copyOf(since, capacity);
        computedSince = Arrays.copyOf(computedSince, capacity);
        belowSince = Arrays.copyOf(belowSince, capacity);
        nextDue = Arrays.copyOf(nextDue, capacity);
        changeNumber = Arrays.copyOf(changeNumber, capacity);
        scoreVersion = Arrays.copyOf(scoreVersion, capacity);
        lastVisit = Arrays.copyOf(lastVisit, capacity);
        Arrays.fill(lastVisit, before, capacity, NO_TIME);
        policyVersion = Arrays.copyOf(policyVersion, capacity);
        scorecardVersion = Arrays.copyOf(scorecardVersion, capacity);
        orderCount = Arrays.copyOf(orderCount, capacity);
        complaintCount = Arrays.copyOf(complaintCount, capacity);
        openComplaints = Arrays.copyOf(openComplaints, capacity);
        maxDaysLate = Arrays.copyOf(maxDaysLate, capacity);
        asOf = Arrays.copyOf(asOf, capacity);
        overdueSince = Arrays.copyOf(overdueSince, capacity);
        firstOrderDay = Arrays.copyOf(firstOrderDay, capacity);
        lastOrderDay = Arrays.copyOf(lastOrderDay, capacity);
        customerSince = Arrays.copyOf(customerSince, capacity);
    }

    private int rowFor(String customerId) {
        int row = index.findOrAdd(bytes(customerId));
        grow();
        return row;
    }

    /** Takes a grade over unless a newer one is there. */
    void put(GradeSnapshot grade) {
        int row = rowFor(grade.customerId());
        if (grade.version() <= version[row]) {
            return;
        }
        tier[row] = (byte) grade.tier().ordinal();
        computedTier[row] = (byte) grade.computedTier().ordinal();
        since[row] = micros(grade.since());
        computedSince[row] = micros(grade.computedSince());
        belowSince[row] = micros(grade.belowSince());
        belowThrough[row] = grade.belowThrough() == null
                ? -1
                : (byte) Cause.valueOf(grade.belowThrough()).ordinal();
        nextDue[row] = micros(grade.nextDue());
        changeNumber[row] = grade.changeNumber();
        scoreVersion[row] = grade.scoreVersion();
        policyVersion[row] = grade.policyVersion();
        scorecardVersion[row] = grade.scorecardVersion();
        composite[row] = hundredths(grade.composite());
        for (CriterionContribution part : grade.criteria()) {
            points[Criterion.valueOf(part.criterion().toUpperCase(Locale.ROOT)).ordinal()][row] =
                    hundredths(part.points());
        }
        weights.computeIfAbsent(
                grade.policyVersion(),
                added -> WireTranslator.toDomain(grade).basis().weights());
        modes.putIfAbsent(grade.policyVersion(), grade.mode());
        GradeSnapshot.Override override = grade.override();
        if (override == null) {
            overrides.remove(row);
        } else {
            overrides.put(
                    row,
                    new TierOverride(
                            WireTranslator.toDomain(override.tier()),
                            override.reason(),
                            override.by(),
                            override.until()));
        }
        int bits = 0;
        for (Flag flag : grade.flags()) {
            bits |= 1 << flag.ordinal();
        }
        flags[row] = (byte) bits;
        put(row, grade.metrics());
        asOf[row] = day(grade.asOf());
        currencies.set(row, grade.currency());
        put(row, grade.profile());
        // At last: a grade that cannot be taken in is tried again.
        if (version[row] == 0) {
            graded++;
        }
        version[row] = grade.version();
    }

    private void put(int row, Metrics metrics) {
        figures.forEach((figure, column) -> column.set(row, figure.of(metrics)));
        orderCount[row] = Math.toIntExact(metrics.orderCount());
        complaintCount[row] = Math.toIntExact(metrics.complaintCount());
        openComplaints[row] = Math.toIntExact(metrics.openComplaints());
        maxDaysLate[row] = metrics.maxDaysLate() == null ? NO_DAY : Math.toIntExact(metrics.maxDaysLate());
        overdueSince[row] = day(metrics.overdueSince());
        firstOrderDay[row] = day(metrics.firstOrderDay());
        lastOrderDay[row] = day(metrics.lastOrderDay());
    }

    private void put(int row, GradeSnapshot.@Nullable Profile profile) {
        String name = profile == null ? null : profile.name();
        names[row] = name == null ? NO_NAME : bytes(name);
        foldedNames.remove(row);
        if (name != null) {
            byte[] folded = bytes(CustomerSearch.fold(name));
            if (CustomerSearch.compareFolded(folded, bytes(name)) != 0) {
                foldedNames.put(row, folded);
            }
        }
        accountManagers.set(row, profile == null ? null : profile.accountManager());
        segments.set(row, profile == null ? null : profile.segment());
        regions.set(row, profile == null ? null : profile.region());
        customerSince[row] = day(profile == null ? null : profile.customerSince());
    }

    /** Remembers into which tier a customer came when. */
    void changed(String customerId, long number, Tier to, Instant decidedAt) {
        history.add(rowFor(customerId), number, to, decidedAt);
    }

    /** Remembers the latest visit. */
    void visited(String customerId, Instant at) {
        int row = rowFor(customerId);
        lastVisit[row] = Math.max(lastVisit[row], micros(at));
    }

    /** Rows from 0 to below this; see {@link #isGraded}. */
    public int rows() {
        return index.size();
    }

    /** How many customers have a grade. */
    public int graded() {
        return graded;
    }

    /** Whether the row's customer has a grade; what the others' columns hold says nothing. */
    public boolean isGraded(int row) {
        return version[row] > 0;
    }

    /** The row of a graded customer. */
    public OptionalInt find(String customerId) {
        int row = index.find(bytes(customerId));
        return row >= 0 && isGraded(row) ? OptionalInt.of(row) : OptionalInt.empty();
    }

    public String customerId(int row) {
        return new String(index.id(row), StandardCharsets.UTF_8);
    }

    public @Nullable String name(int row) {
        byte[] name = names[row];
        return name.length == 0 ? null : new String(name, StandardCharsets.UTF_8);
    }

    public @Nullable String accountManager(int row) {
        return accountManagers.get(row);
    }

    public Tier tier(int row) {
        return TIERS[tier[row]];
    }

    public Tier computedTier(int row) {
        return TIERS[computedTier[row]];
    }

    /** The composite; null when nothing says what the customer is worth. */
    public @Nullable Points composite(int row) {
        return composite[row] == NO_POINTS ? null : POINTS[composite[row]];
    }

    /** The points of one criterion; null when it is absent. */
    public @Nullable Points points(int row, Criterion criterion) {
        short hundredths = points[criterion.ordinal()][row];
        return hundredths == NO_POINTS ? null : POINTS[hundredths];
    }

    public boolean hasFlag(int row, Flag flag) {
        return (flags[row] & (1 << flag.ordinal())) != 0;
    }

    public @Nullable BigDecimal figure(int row, Figure figure) {
        return column(figure).get(row);
    }

    /** Since when the tier applies. */
    public Instant since(int row) {
        return instant(since[row]);
    }

    /** The latest recorded visit; null when there is none. */
    public @Nullable Instant lastVisit(int row) {
        return lastVisit[row] == NO_TIME ? null : instant(lastVisit[row]);
    }

    /** The first order ever; null when the customer never ordered. */
    public @Nullable LocalDate firstOrderDay(int row) {
        return localDate(firstOrderDay[row]);
    }

    /** The tier at that time; null before the first grading. */
    public @Nullable Tier tierAt(int row, Instant time) {
        return history.at(row, time);
    }

    /** The tier set by hand; null when there is none. */
    public @Nullable TierOverride override(int row) {
        return overrides.isEmpty() ? null : overrides.get(row);
    }

    /** When a grace, a dwell or the override ends; null when time alone changes nothing. */
    public @Nullable Instant nextDue(int row) {
        return nextDue[row] == NO_TIME ? null : instant(nextDue[row]);
    }

    /** Whether every value of a figure fits into a long of ten-thousandths, see {@link #tenThousandths}. */
    public boolean isSmall(Figure figure) {
        return column(figure).allSmall();
    }

    /** A figure in ten-thousandths, 0 when it is absent; only for a figure that {@link #isSmall}. */
    public long tenThousandths(int row, Figure figure) {
        return column(figure).tenThousandths(row);
    }

    /** The version of the policy that the customer is graded by. */
    public int policyVersion(int row) {
        return policyVersion[row];
    }

    /** How many changes of tier, of all customers, are remembered. */
    public int changes() {
        return history.size();
    }

    /** The grade as the domain knows it, without what it was last compared with. */
    public Grade grade(int row) {
        Grade.Below below = belowSince[row] == NO_TIME
                ? null
                : new Grade.Below(instant(belowSince[row]), Cause.values()[belowThrough[row]]);
        Weights used = weights.get(policyVersion[row]);
        if (used == null) {
            throw new IllegalStateException("no weights of policy " + policyVersion[row]);
        }
        return new Grade(
                customerId(row),
                tier(row),
                since(row),
                changeNumber[row],
                new Grade.Computed(computedTier(row), instant(computedSince[row]), below),
                new Grade.Basis(criteria(row), composite(row), scoreVersion[row], policyVersion[row], used, null),
                override(row));
    }

    /** The version of the row's grade. */
    public long version(int row) {
        return version[row];
    }

    /** The grade as it came, without the cut-offs that it was last compared with. */
    public GradeSnapshot snapshot(int row) {
        String name = name(row);
        return WireTranslator.toSnapshot(
                version[row],
                grade(row),
                nextDue(row),
                Objects.requireNonNull(modes.get(policyVersion[row])),
                new CustomerScored(
                        customerId(row),
                        Objects.requireNonNull(localDate(asOf[row])),
                        scoreVersion[row],
                        String.valueOf(currencies.get(row)),
                        metrics(row),
                        WireTranslator.toWire(criteria(row)),
                        flags(row),
                        scorecardVersion[row]),
                name == null
                        ? null
                        : new GradeSnapshot.Profile(
                                name,
                                accountManager(row),
                                segments.get(row),
                                regions.get(row),
                                localDate(customerSince[row])));
    }

    /** All that is known of a customer. */
    public Customer customer(int row) {
        return new Customer(
                customerId(row),
                name(row),
                accountManager(row),
                segments.get(row),
                regions.get(row),
                localDate(customerSince[row]),
                tier(row),
                since(row),
                changeNumber[row],
                computedTier(row),
                overrides.get(row),
                composite(row),
                criteria(row),
                flags(row),
                metrics(row),
                localDate(asOf[row]),
                String.valueOf(currencies.get(row)),
                policyVersion[row],
                scoreVersion[row],
                belowSince[row] == NO_TIME ? null : instant(belowSince[row]),
                nextDue(row));
    }

    private Criteria criteria(int row) {
        return new Criteria(
                points(row, Criterion.CREDIT),
                points(row, Criterion.VOLUME),
                points(row, Criterion.PROFIT),
                points(row, Criterion.PROSPECT));
    }

    private List<Flag> flags(int row) {
        List<Flag> set = new ArrayList<>();
        for (Flag flag : Flag.values()) {
            if (hasFlag(row, flag)) {
                set.add(flag);
            }
        }
        return set;
    }

    private Metrics metrics(int row) {
        return new Metrics(
                amount(row, Figure.ORDER_AMOUNT),
                amount(row, Figure.QUANTITY),
                orderCount[row],
                amount(row, Figure.GROSS_ORDER_AMOUNT),
                amount(row, Figure.CANCELLED_AMOUNT),
                amount(row, Figure.RETURNED_AMOUNT),
                amount(row, Figure.PROFIT),
                figure(row, Figure.PROFIT_COVERAGE),
                amount(row, Figure.PREVIOUS_ORDER_AMOUNT),
                figure(row, Figure.GROWTH),
                figure(row, Figure.AVERAGE_DAYS_LATE),
                maxDaysLate[row] == NO_DAY ? null : (long) maxDaysLate[row],
                figure(row, Figure.ON_TIME_SHARE),
                amount(row, Figure.OVERDUE_AMOUNT),
                localDate(overdueSince[row]),
                complaintCount[row],
                openComplaints[row],
                localDate(firstOrderDay[row]),
                localDate(lastOrderDay[row]),
                figure(row, Figure.LARGEST_ORDER_SHARE));
    }

    private BigDecimal amount(int row, Figure figure) {
        BigDecimal value = figure(row, figure);
        return value == null ? BigDecimal.ZERO : withoutTrailingZeros(value);
    }

    /** As scores write amounts: 1250.5, 1000. */
    private static BigDecimal withoutTrailingZeros(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    Decimals column(Figure figure) {
        Decimals column = figures.get(figure);
        if (column == null) {
            throw new IllegalStateException("no column for " + figure);
        }
        return column;
    }

    byte[] id(int row) {
        return index.id(row);
    }

    /** The name to search and sort by, or else the id. */
    byte[] folded(int row) {
        byte[] folded = foldedNames.isEmpty() ? null : foldedNames.get(row);
        byte[] name = folded == null ? names[row] : folded;
        return name.length == 0 ? index.id(row) : name;
    }

    int compositeOrder(int row) {
        return composite[row];
    }

    long sinceOrder(int row) {
        return since[row];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static short hundredths(@Nullable BigDecimal value) {
        return value == null ? NO_POINTS : (short) Points.of(value).hundredths();
    }

    private static int day(@Nullable LocalDate day) {
        return day == null ? NO_DAY : Math.toIntExact(day.toEpochDay());
    }

    private static @Nullable LocalDate localDate(int day) {
        return day == NO_DAY ? null : LocalDate.ofEpochDay(day);
    }

    private static long micros(@Nullable Instant time) {
        return time == null ? NO_TIME : ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
