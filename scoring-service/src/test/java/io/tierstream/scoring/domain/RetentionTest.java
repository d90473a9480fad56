package io.tierstream.scoring.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.scoring.domain.Fact.ComplaintMoved;
import io.tierstream.scoring.domain.Fact.ComplaintOpened;
import io.tierstream.scoring.domain.Fact.InvoiceCancelled;
import io.tierstream.scoring.domain.Fact.Move;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Entries are kept for both windows and a year, 1095 days, by their day; looks for what can go are bundled. */
class RetentionTest extends RollingCustomer {

    private static final int KEPT = 1_095;

    /** The most days that a look for what can go may come late. */
    private static final int BUNDLED = 32;

    @Nested
    class Entries {

        @Test
        void shouldKeepAnOrderWithItsReturnsForBothWindowsAndAYear() {
            given(order("a", TODAY, "10", null), returned("r", "a", TODAY, "1", null), cancelled("c", "a", TODAY, "1"));

            whenItIs(TODAY + KEPT - 1);
            assertThat(books.entries).hasSize(3);
            whenItIs(TODAY + KEPT + BUNDLED);

            assertThat(books.entries).isEmpty();
            assertThat(state.nextLook(rules)).isEqualTo(CustomerMetrics.NEVER);
        }

        @Test
        void shouldKeepWhatNamesNoOrderJustAsLong() {
            given(returned("r", null, TODAY, "1", null), cancelled("c", null, TODAY, "1"));

            whenItIs(TODAY + KEPT - 1);
            assertThat(books.entries).hasSize(2);
            whenItIs(TODAY + KEPT + BUNDLED);

            assertThat(books.entries).isEmpty();
        }

        @Test
        void shouldNotKeepWhatComesTooLateToBeKept() {
            given(order("o", TODAY - KEPT, "1", null), order("p", TODAY - KEPT + 1, "1", null));
            given(returned("r", null, TODAY - KEPT, "1", null), returned("s", null, TODAY - KEPT + 1, "1", null));
            given(returned("t", "q", TODAY - KEPT, "1", null));

            assertThat(books.entries.keySet())
                    .containsExactlyInAnyOrder(
                            new EntryKey(EntryKey.Kind.ORDER, "p"), new EntryKey(EntryKey.Kind.RETURN, "s"));
            assertThat(figures().firstOrderDay()).isEqualTo(TODAY - KEPT);
        }

        @Test
        void shouldKeepACoveredInvoiceFromTheLastDayThatAnythingInItHas() {
            given(invoice("i", TODAY - 90, "100", TODAY - 60), paid("p", "i", TODAY, "100"));

            whenItIs(TODAY + KEPT - 1);
            assertThat(books.entries).hasSize(2);
            whenItIs(TODAY + KEPT + BUNDLED);

            assertThat(books.entries).isEmpty();
        }

        @Test
        void shouldKeepAnInvoiceUntilItsDueDayIsAsOldToo() {
            given(invoice("i", TODAY - 10, "100", TODAY + 50), paid("p", "i", TODAY, "100"));

            whenItIs(TODAY + 50 + KEPT - 1);
            assertThat(books.entries).hasSize(2);
            whenItIs(TODAY + 50 + KEPT + BUNDLED);

            assertThat(books.entries).isEmpty();
        }

        @Test
        void shouldKeepWhatIsNotPaidForAsLongAsItIsNot() {
            given(invoice("i", TODAY, "100", TODAY), paid("p", "i", TODAY, "99"));

            whenItIs(TODAY + 3 * KEPT);
            assertThat(books.entries).hasSize(2);
            given(paid("q", "i", today, "1"));
            whenItIs(today + KEPT + BUNDLED);

            assertThat(books.entries).isEmpty();
        }

        @Test
        void shouldKeepAPaymentThatWaitsForItsInvoiceAndLetGoOneThatStandsForIt() {
            given(paid("waits", "i", TODAY, "1"), payment("stands", "j", TODAY, "1", TODAY, null));

            whenItIs(TODAY + KEPT + BUNDLED);

            assertThat(books.entries.keySet())
                    .containsExactlyInAnyOrder(
                            new EntryKey(EntryKey.Kind.INVOICE, "i"), new EntryKey(EntryKey.Kind.PAYMENT, "waits"));
        }

        @Test
        void shouldKeepACancelledInvoiceFromItsCancellationAndTheCancellationUntilItsInvoiceComes() {
            given(invoice("i", TODAY - 90, "100", TODAY - 60), new InvoiceCancelled(origin(TODAY), "i"));
            given(new InvoiceCancelled(origin(TODAY), "unknown"));

            whenItIs(TODAY + KEPT - 1);
            assertThat(books.entries).hasSize(2);
            whenItIs(TODAY + KEPT + BUNDLED);

            assertThat(books.entries).containsOnlyKeys(new EntryKey(EntryKey.Kind.INVOICE, "unknown"));
        }

        @Test
        void shouldKeepAComplaintFromItsLastMoveAndAnOpenOneForEver() {
            given(complaint("open", TODAY - 50), complaint("resolved", TODAY - 50), complaint("withdrawn", TODAY - 50));
            given(
                    new ComplaintMoved(origin(TODAY), "resolved", Move.RESOLVED),
                    new ComplaintMoved(origin(TODAY), "withdrawn", Move.WITHDRAWN));

            whenItIs(TODAY + KEPT - 1);
            assertThat(books.entries).hasSize(3);
            whenItIs(TODAY + KEPT + BUNDLED);

            assertThat(books.entries).containsOnlyKeys(new EntryKey(EntryKey.Kind.COMPLAINT, "open"));
            assertThat(figures().openComplaints()).isEqualTo(1);
        }

        private ComplaintOpened complaint(String id, int day) {
            return new ComplaintOpened(origin(day), id, id.hashCode());
        }
    }

    @Nested
    class Parting {

        @Test
        void shouldLetAReturnCountOnItsOwnDayFromTheDayOnThatItsOrderIsNotKept() {
            given(order("a", TODAY - 1_000, "100", null), returned("r", "a", TODAY, "10", null));

            whenItIs(TODAY - 1_000 + KEPT - 1);
            assertAmount(figures().orderAmount()).isZero();
            assertThat(state.nextLook(rules)).isEqualTo(TODAY - 1_000 + KEPT);
            whenItIs(TODAY - 1_000 + KEPT);

            assertAmount(figures().orderAmount()).isEqualByComparingTo("-10");
            assertThat(Auditing.differences(state, books, rules)).isEmpty();
        }

        @Test
        void shouldNotHurryWhereNoFigureDependsOnIt() {
            given(order("a", TODAY - 365, "100", null), returned("r", "a", TODAY, "10", null));

            whenItIs(TODAY + 366);

            assertThat(state.nextLook(rules)).isGreaterThanOrEqualTo(TODAY - 365 + KEPT);
            assertThat(state.nextLook(rules) % BUNDLED).isZero();
        }
    }

    @Nested
    class NextLook {

        @Test
        void shouldBeNeverForACustomerOfWhomNothingIsKnown() {
            assertThat(CustomerMetrics.empty(TODAY).nextLook(rules)).isEqualTo(CustomerMetrics.NEVER);
        }

        @Test
        void shouldBeWhenADayLeavesTheWindowAndThenTheOneBefore() {
            given(order("a", TODAY - 100, "1", null));
            assertThat(state.nextLook(rules)).isEqualTo(TODAY - 100 + 365);

            whenItIs(TODAY - 100 + 365);

            assertAmount(figures().orderAmount()).isZero();
            assertThat(state.nextLook(rules)).isEqualTo(TODAY - 100 + 730);
        }

        @Test
        void shouldBeTheSoonerOfBoth() {
            given(order("new", TODAY, "1", null), order("old", TODAY - 720, "1", null));

            assertThat(state.nextLook(rules)).isEqualTo(TODAY + 10);
        }

        @Test
        void shouldBeTheDayAfterTheDueDayAndThenEveryDay() {
            given(invoice("i", TODAY, "1", TODAY + 5));
            assertThat(state.nextLook(rules)).isEqualTo(TODAY + 6);

            whenItIs(TODAY + 6);

            assertThat(state.nextLook(rules)).isEqualTo(TODAY + 7);
        }

        @Test
        void shouldBeTomorrowWhileSomethingIsToCome() {
            given(order("a", TODAY + 1, "1", null));
            assertThat(state.nextLook(rules)).isEqualTo(TODAY + 1);

            whenItIs(TODAY + 1);

            assertThat(state.nextLook(rules)).isEqualTo(TODAY + 1 + 365);
        }
    }
}
