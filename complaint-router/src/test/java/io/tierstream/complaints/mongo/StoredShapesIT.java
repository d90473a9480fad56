package io.tierstream.complaints.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tierstream.complaints.application.CustomerStore;
import io.tierstream.complaints.application.InstanceName;
import io.tierstream.complaints.application.OutboxStore.Pending;
import io.tierstream.complaints.application.SlaStore.Effect;
import io.tierstream.complaints.application.SlaStore.SlaChange;
import io.tierstream.complaints.application.TicketStore.Dossier;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.BusinessCalendar;
import io.tierstream.complaints.domain.sla.CalendarTime;
import io.tierstream.complaints.domain.sla.DemotionRule;
import io.tierstream.complaints.domain.sla.OrderRule;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.sla.Standing;
import io.tierstream.complaints.domain.ticket.Awaited;
import io.tierstream.complaints.domain.ticket.Happening;
import io.tierstream.complaints.domain.ticket.Move;
import io.tierstream.complaints.domain.ticket.Severity;
import io.tierstream.complaints.domain.ticket.Stop;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketState;
import io.tierstream.testing.TestStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;

/**
 * Documents as this and earlier versions wrote them, in {@code src/test/resources/samples}, are read by this one. A sample is
 * never changed: a new shape gets a new one.
 */
class StoredShapesIT {

    private static final MongoDatabaseFactory DATABASES =
            new SimpleMongoClientDatabaseFactory(TestStore.connectionString("stored-shapes"));
    private static final Guarded GUARDED = new Guarded(CircuitBreakerRegistry.ofDefaults());

    private final MongoDatabase database = DATABASES.getMongoDatabase();
    private final MongoTicketStore tickets =
            new MongoTicketStore(DATABASES, GUARDED, new InstanceName("here"), Clock.systemUTC());
    private final MongoCustomerStore customers = new MongoCustomerStore(DATABASES, GUARDED);
    private final MongoSlaStore sla = new MongoSlaStore(DATABASES, GUARDED);

    @BeforeEach
    void empty() {
        for (String collection : List.of("tickets", "customers", "decisions", "settings", "sla-changes")) {
            database.getCollection(collection).drop();
        }
    }

    @Test
    void shouldReadATicketWithItsHistoryAndWhatWaitsToBePublished() {
        keep("tickets", "ticket");

        Dossier dossier = tickets.dossier("CP-1").orElseThrow();

        Ticket ticket = dossier.ticket();
        assertThat(ticket.version()).isEqualTo(9);
        assertThat(ticket.complaint().severity()).isEqualTo(Severity.HIGH);
        assertThat(ticket.complaint().orderId()).isEqualTo("O-1");
        assertThat(ticket.tier()).isEqualTo(Tier.B);
        assertThat(ticket.tierChange()).isEqualTo(4);
        assertThat(ticket.due()).isEqualTo(Instant.parse("2026-11-07T10:00:00Z"));
        assertThat(ticket.settings()).isEqualTo(3);
        assertThat(ticket.standing()).isEqualTo(Standing.LATER);
        assertThat(ticket.progress().state()).isEqualTo(TicketState.WAITING);
        assertThat(ticket.progress().assignee()).isEqualTo("mei");
        assertThat(ticket.progress().stops())
                .containsExactly(
                        new Stop(Instant.parse("2026-11-02T10:00:00Z"), Instant.parse("2026-11-02T12:00:00Z")));
        assertThat(ticket.announced()).hasSize(1);
        assertThat(dossier.description()).isEqualTo("It grinds.");
        assertThat(dossier.history())
                .extracting(Happening::kind)
                .containsExactly(Happening.Kind.ROUTED, Happening.Kind.REPRIORITISED, Happening.Kind.NOTED);
        assertThat(Objects.requireNonNull(dossier.history().get(1).tierChange()).composite())
                .isEqualByComparingTo("71.5");
        Pending pending = tickets.pending(List.of("CP-1")).get("CP-1").getFirst();
        assertThat(pending.version()).isEqualTo(9);
        assertThat(pending.event().envelope().id()).isEqualTo("CP-1/9");
        assertThat(pending.event().data().waited()).isEqualTo(Duration.ofHours(2));
        assertThat(pending.traceParent()).startsWith("00-0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void shouldReadATicketFromBeforeStopsAndSettingsWereKept() {
        keep("tickets", "ticket-before-stops-and-settings");

        Ticket ticket = (Ticket) tickets.find(List.of("CP-2")).get("CP-2").file();

        assertThat(ticket.progress().waited(CalendarTime.INSTANCE)).isEqualTo(Duration.ofHours(2));
        assertThat(ticket.settings()).isZero();
        assertThat(ticket.standing()).isEqualTo(Standing.AS_RULED);
        assertThat(ticket.events())
                .singleElement()
                .satisfies(event -> assertThat(event.move()).isEqualTo(Move.RESOLVE));
    }

    @Test
    void shouldReadEventsThatWaitForTheirTicket() {
        keep("tickets", "awaited");

        assertThat(tickets.find(List.of("CP-3")).get("CP-3").file()).isInstanceOfSatisfying(Awaited.class, awaited -> {
            assertThat(awaited.version()).isEqualTo(1);
            assertThat(awaited.events()).hasSize(1);
        });
    }

    @Test
    void shouldReadCustomersOfTodayAndFromBeforeTheirStandingWasKept() {
        keep("customers", "customer");
        keep("customers", "customer-before-standing");

        Map<String, CustomerStore.Glance> glances = customers.glances(List.of("C-1", "C-2"));

        assertThat(glances.get("C-1"))
                .isEqualTo(new CustomerStore.Glance(
                        "Nordlicht GmbH", new BigDecimal("73.25"), Instant.parse("2026-11-02T09:00:00Z")));
        assertThat(glances.get("C-2")).isEqualTo(new CustomerStore.Glance(null, new BigDecimal("88"), null));
        assertThat(customers.tiers(List.of("C-1", "C-2")))
                .hasEntrySatisfying(
                        "C-1", known -> assertThat(known.changeNumber()).isEqualTo(4))
                .hasEntrySatisfying("C-2", known -> assertThat(known.tier()).isEqualTo(Tier.A));
    }

    @Test
    void shouldReadADecisionThatWasKeptAmongTheCustomer() {
        keep("customers", "customer-with-decision");

        assertThat(customers.decision("C-3"))
                .hasValueSatisfying(
                        decision -> assertThat(decision.changeNumber()).isEqualTo(4));
    }

    @Test
    void shouldReadTheLatestDecisionWhereverItIsKept() {
        keep("customers", "customer-with-decision");
        keep("decisions", "decision");

        assertThat(customers.decision("C-3"))
                .hasValueSatisfying(
                        decision -> assertThat(decision.changeNumber()).isEqualTo(5));
    }

    @Test
    void shouldReadTheSettingsAndTheirChanges() {
        keep("settings", "sla");
        keep("sla-changes", "sla-change");

        SlaPolicy policy = sla.find().orElseThrow().policy();

        assertThat(policy.version()).isEqualTo(3);
        assertThat(policy.sla(Tier.A)).isEqualTo(Duration.ofDays(2));
        assertThat(policy.clock(Tier.A)).isEqualTo(CalendarTime.INSTANCE);
        assertThat(policy.clock(Tier.B)).isInstanceOf(BusinessCalendar.class);
        assertThat(policy.onDemotion()).isEqualTo(DemotionRule.FOLLOW);
        assertThat(policy.maximumWait()).isEqualTo(Duration.ofDays(10));
        List<SlaChange> changes = sla.changes(Long.MAX_VALUE, 10);
        assertThat(changes).extracting(change -> change.policy().version()).containsExactly(3L, 2L);
        assertThat(changes.getFirst().effect()).isEqualTo(new Effect(12, 3, 1, 2));
        assertThat(changes.getLast().by()).isEqualTo("bo");
        assertThat(changes.getLast().policy().order()).isEqualTo(OrderRule.DEADLINE_FIRST);
    }

    @Test
    void shouldKeepChangesThatWereEmbeddedInTheSettings() {
        keep("settings", "sla-with-embedded-changes");
        assertThat(sla.changes(Long.MAX_VALUE, 10))
                .extracting(change -> change.policy().version())
                .containsExactly(2L, 1L);
        assertThat(sla.changes(2, 10))
                .extracting(change -> change.policy().version())
                .containsExactly(1L);

        assertThat(sla.save(change(3))).isTrue();

        List<SlaChange> changes = sla.changes(Long.MAX_VALUE, 10);
        assertThat(changes).extracting(change -> change.policy().version()).containsExactly(3L, 2L, 1L);
        assertThat(changes.get(1).effect()).isEqualTo(new Effect(12, 3, 1, 2));
        assertThat(changes.get(2).policy().sla(Tier.A)).isEqualTo(Duration.ofDays(3));
        assertThat(database.getCollection("settings").find().first()).doesNotContainKey("changes");
    }

    @Test
    void shouldForgetNoChangeOfTheSettingsHoweverManyThereAre() {
        for (int version = 1; version <= 250; version++) {
            assertThat(sla.save(change(version))).isTrue();
        }
        assertThat(sla.save(change(250))).as("made on an older version").isFalse();

        List<SlaChange> latest = sla.changes(Long.MAX_VALUE, 200);
        assertThat(latest).hasSize(200);
        assertThat(sla.changes(latest.getLast().policy().version(), 200))
                .extracting(change -> change.policy().version())
                .hasSize(50)
                .endsWith(2L, 1L);
    }

    @Test
    void shouldMakeUpForAChangeThatWasNotRecordedAnyMore() {
        assertThat(sla.save(change(1))).isTrue();
        assertThat(sla.save(change(2))).isTrue();
        database.getCollection("sla-changes").deleteOne(new Document("_id", 2L));
        assertThat(sla.changes(Long.MAX_VALUE, 10))
                .extracting(change -> change.policy().version())
                .containsExactly(2L, 1L);

        assertThat(sla.save(change(3))).isTrue();

        assertThat(sla.changes(Long.MAX_VALUE, 10))
                .extracting(change -> change.policy().version())
                .containsExactly(3L, 2L, 1L);
    }

    private static SlaChange change(long version) {
        return new SlaChange(
                SlaPolicy.DEFAULT.withVersion(version),
                "olga",
                Instant.parse("2026-11-22T12:00:00Z"),
                new Effect(1, 1, 0, 0));
    }

    private void keep(String collection, String sample) {
        try (var in = Objects.requireNonNull(getClass().getResourceAsStream("/samples/" + sample + ".json"))) {
            database.getCollection(collection)
                    .insertOne(Document.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
