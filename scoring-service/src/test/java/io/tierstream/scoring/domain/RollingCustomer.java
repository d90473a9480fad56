package io.tierstream.scoring.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.scoring.domain.Decision.Accepted;
import io.tierstream.scoring.domain.Decision.Outcome;
import io.tierstream.scoring.domain.Fact.ComplaintMoved;
import io.tierstream.scoring.domain.Fact.ComplaintOpened;
import io.tierstream.scoring.domain.Fact.InvoiceIssued;
import io.tierstream.scoring.domain.Fact.Move;
import io.tierstream.scoring.domain.Fact.OrderCancelled;
import io.tierstream.scoring.domain.Fact.OrderPlaced;
import io.tierstream.scoring.domain.Fact.OrderReturned;
import io.tierstream.scoring.domain.Fact.PaymentReceived;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.AbstractBigDecimalAssert;
import org.jspecify.annotations.Nullable;

/** One customer, of whom tests tell facts and days. Day 1000 is today. */
abstract class RollingCustomer {

    static final int TODAY = 1_000;

    final ScoringRules rules =
            new ScoringRules(365, 365, EnumSet.of(LateReason.DISPUTE, LateReason.BANK, LateReason.SELLER));
    final Books books = new Books();
    CustomerMetrics state = CustomerMetrics.empty(TODAY);
    int today = TODAY;
    int events;

    void given(Fact... facts) {
        for (Fact fact : facts) {
            assertThat(whenHeard(fact)).isEqualTo(new Accepted());
        }
    }

    Outcome whenHeard(Fact fact) {
        Decision decision = Scoring.decide(state, books, fact, rules, today);
        keep(decision);
        return decision.outcome();
    }

    void whenItIs(int day) {
        today = day;
        keep(Scoring.roll(state, books, rules, today));
    }

    private void keep(Decision decision) {
        state = decision.metrics();
        decision.entries().forEach((key, entry) -> {
            if (entry == null) {
                books.entries.remove(key);
            } else {
                books.entries.put(key, entry);
            }
        });
    }

    Figures figures() {
        return Figures.of(state);
    }

    Score score() {
        return Score.of(state, Scorecard.standard());
    }

    static AbstractBigDecimalAssert<?> assertAmount(@Nullable BigDecimal amount) {
        return assertThat(amount);
    }

    OrderPlaced order(String id, int day, String amount, @Nullable String cost) {
        return new OrderPlaced(
                origin(day),
                id,
                amount(amount),
                cost == null ? null : amount(cost),
                amount("1"),
                null,
                BigDecimal.ONE,
                ++events);
    }

    OrderReturned returned(String id, @Nullable String orderId, int day, String amount, @Nullable String cost) {
        return new OrderReturned(
                origin(day),
                id,
                orderId,
                amount(amount),
                cost == null ? null : amount(cost),
                null,
                null,
                null,
                ++events);
    }

    OrderCancelled cancelled(@Nullable String id, @Nullable String orderId, int day, @Nullable String amount) {
        return new OrderCancelled(
                origin(day), id, orderId, amount == null ? null : amount(amount), null, null, null, null, ++events);
    }

    InvoiceIssued invoice(String id, int day, String amount, int dueDay) {
        return new InvoiceIssued(origin(day), id, amount(amount), dueDay, null, BigDecimal.ONE, ++events);
    }

    PaymentReceived paid(String id, String invoiceId, int day, String amount) {
        return payment(id, invoiceId, day, amount, null, null);
    }

    PaymentReceived payment(
            String id,
            String invoiceId,
            int day,
            String amount,
            @Nullable Integer dueDay,
            @Nullable LateReason reason) {
        return new PaymentReceived(
                origin(day), id, invoiceId, amount(amount), dueDay, reason, null, BigDecimal.ONE, ++events);
    }

    ComplaintOpened opened(String id) {
        return new ComplaintOpened(origin(TODAY), id, ++events);
    }

    ComplaintMoved moved(String id, Move move, int seconds) {
        Origin origin = origin(TODAY);
        return new ComplaintMoved(
                new Origin(origin.source(), origin.eventId(), origin.time().plusSeconds(seconds), origin.day()),
                id,
                move);
    }

    Origin origin(int day) {
        return new Origin("urn:test", "e" + ++events, Instant.ofEpochSecond(day * 86_400L), day);
    }

    static BigDecimal amount(String text) {
        return Amounts.rounded(new BigDecimal(text));
    }

    static final class Books implements Ledger {

        final Map<EntryKey, Entry> entries = new HashMap<>();

        @Override
        public @Nullable Entry find(EntryKey key) {
            return entries.get(key);
        }

        @Override
        public Map<EntryKey, Entry> list(EntryKey.Kind kind) {
            Map<EntryKey, Entry> found = new HashMap<>();
            entries.forEach((key, entry) -> {
                if (key.kind() == kind) {
                    found.put(key, entry);
                }
            });
            return found;
        }
    }
}
