package io.tierstream.tier.streams;

import io.tierstream.tier.domain.Cause;
import io.tierstream.tier.domain.Criteria;
import io.tierstream.tier.domain.Criterion;
import io.tierstream.tier.domain.CutOffs;
import io.tierstream.tier.domain.Grade;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.TierOverride;
import io.tierstream.tier.domain.Weights;
import io.tierstream.tier.streams.CustomerState.DatedProfile;
import io.tierstream.tier.wire.GradeSnapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link CustomerState}: a format version, then the fields in order. A later version reads the earlier
 * ones; the samples beside the tests keep it so. Instants have milliseconds.
 */
final class CustomerStateSerde {

    private static final int FORMAT = 1;

    private CustomerStateSerde() {}

    static byte[] write(CustomerState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(state.version());
            instant(out, state.due());
            bytes(out, state.score());
            out.writeByte(state.recentCommands().size());
            for (String command : state.recentCommands()) {
                text(out, command);
            }
            DatedProfile profile = state.profile();
            out.writeBoolean(profile != null);
            if (profile != null) {
                write(out, profile);
            }
            Grade grade = state.grade();
            out.writeBoolean(grade != null);
            if (grade != null) {
                write(out, grade);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static CustomerState read(String customerId, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("state of format " + format + ", written by a newer version?");
            }
            long version = in.readLong();
            Instant due = instant(in);
            byte[] score = bytes(in);
            int count = in.readByte();
            List<String> commands = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                commands.add(text(in));
            }
            DatedProfile profile = in.readBoolean() ? readProfile(in) : null;
            Grade grade = in.readBoolean() ? readGrade(customerId, in) : null;
            return new CustomerState(version, grade, due, score, profile, List.copyOf(commands));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(DataOutputStream out, DatedProfile dated) throws IOException {
        instant(out, dated.time());
        text(out, dated.eventId());
        GradeSnapshot.Profile profile = dated.profile();
        text(out, profile.name());
        optionalText(out, profile.accountManager());
        optionalText(out, profile.segment());
        optionalText(out, profile.region());
        LocalDate since = profile.customerSince();
        out.writeLong(since == null ? Long.MIN_VALUE : since.toEpochDay());
    }

    private static DatedProfile readProfile(DataInputStream in) throws IOException {
        Instant time = required(instant(in));
        String eventId = text(in);
        String name = text(in);
        String accountManager = optionalText(in);
        String segment = optionalText(in);
        String region = optionalText(in);
        long since = in.readLong();
        return new DatedProfile(
                time,
                eventId,
                new GradeSnapshot.Profile(
                        name,
                        accountManager,
                        segment,
                        region,
                        since == Long.MIN_VALUE ? null : LocalDate.ofEpochDay(since)));
    }

    private static void write(DataOutputStream out, Grade grade) throws IOException {
        out.writeByte(grade.tier().ordinal());
        instant(out, grade.since());
        out.writeLong(grade.changeNumber());
        out.writeByte(grade.computed().tier().ordinal());
        instant(out, grade.computed().since());
        Grade.Below below = grade.computed().below();
        instant(out, below == null ? null : below.since());
        if (below != null) {
            text(out, below.through().name());
        }
        Grade.Basis basis = grade.basis();
        for (Criterion criterion : Criterion.values()) {
            points(out, basis.criteria().of(criterion));
        }
        points(out, basis.composite());
        out.writeLong(basis.scoreVersion());
        out.writeInt(basis.policyVersion());
        for (Criterion criterion : Criterion.values()) {
            out.writeShort(basis.weights().of(criterion).movePointRight(2).intValueExact());
        }
        points(out, basis.cutOffs() == null ? null : basis.cutOffs().a());
        points(out, basis.cutOffs() == null ? null : basis.cutOffs().b());
        TierOverride override = grade.override();
        out.writeByte(override == null ? -1 : override.tier().ordinal());
        if (override != null) {
            text(out, override.reason());
            text(out, override.by());
            instant(out, override.until());
        }
    }

    private static Grade readGrade(String customerId, DataInputStream in) throws IOException {
        Tier tier = Tier.values()[in.readByte()];
        Instant since = required(instant(in));
        long changeNumber = in.readLong();
        Tier computedTier = Tier.values()[in.readByte()];
        Instant computedSince = required(instant(in));
        Instant belowSince = instant(in);
        Grade.Below below = belowSince == null ? null : new Grade.Below(belowSince, Cause.valueOf(text(in)));
        Criteria criteria = new Criteria(points(in), points(in), points(in), points(in));
        Points composite = points(in);
        long scoreVersion = in.readLong();
        int policyVersion = in.readInt();
        Weights weights = new Weights(percent(in), percent(in), percent(in), percent(in));
        Points a = points(in);
        Points b = points(in);
        int overrideTier = in.readByte();
        TierOverride override = overrideTier < 0
                ? null
                : new TierOverride(Tier.values()[overrideTier], text(in), text(in), instant(in));
        return new Grade(
                customerId,
                tier,
                since,
                changeNumber,
                new Grade.Computed(computedTier, computedSince, below),
                new Grade.Basis(
                        criteria,
                        composite,
                        scoreVersion,
                        policyVersion,
                        weights,
                        a == null || b == null ? null : new CutOffs(a, b)),
                override);
    }

    private static void instant(DataOutputStream out, @Nullable Instant instant) throws IOException {
        out.writeLong(instant == null ? Long.MIN_VALUE : instant.toEpochMilli());
    }

    private static @Nullable Instant instant(DataInputStream in) throws IOException {
        long millis = in.readLong();
        return millis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(millis);
    }

    private static Instant required(@Nullable Instant instant) throws IOException {
        if (instant == null) {
            throw new IOException("an instant is missing");
        }
        return instant;
    }

    private static void points(DataOutputStream out, @Nullable Points points) throws IOException {
        out.writeShort(points == null ? -1 : points.hundredths());
    }

    private static @Nullable Points points(DataInputStream in) throws IOException {
        short hundredths = in.readShort();
        return hundredths < 0 ? null : new Points(hundredths);
    }

    private static BigDecimal percent(DataInputStream in) throws IOException {
        return BigDecimal.valueOf(in.readShort(), 2);
    }

    private static void bytes(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : in.readNBytes(length);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = bytes(in);
        if (bytes == null) {
            throw new IOException("a text is missing");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void optionalText(DataOutputStream out, @Nullable String text) throws IOException {
        bytes(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable String optionalText(DataInputStream in) throws IOException {
        byte[] bytes = bytes(in);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
