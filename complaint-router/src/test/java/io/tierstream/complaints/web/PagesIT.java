package io.tierstream.complaints.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.TestDesk;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.Severity;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The pages, as a browser would get them. */
class PagesIT {

    private static TestDesk desk;

    @BeforeAll
    static void start() {
        desk = TestDesk.start("pages");
        Instant now = desk.bean(Clock.class).instant();
        desk.publish(
                new Envelope("pages-opened", "/test", EventTypes.COMPLAINT_OPENED, now.minus(Duration.ofDays(1))),
                new ComplaintOpened(
                        "pages-1",
                        "pages",
                        "<script>alert(1)</script>",
                        "Two\nlines",
                        "quality",
                        Severity.HIGH,
                        null,
                        null));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> desk.get("/v1/tickets/pages-1").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    private static String page(String path, String language) {
        HttpResponse<String> response =
                desk.send(desk.request(path).header("Accept-Language", language).GET());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    @Test
    void shouldShowTheQueueInBothLanguages() {
        assertThat(page("/?q=pages-1", "en"))
                .contains("Take next", "tickets/pages-1", "data-due=")
                .doesNotContain("??");
        assertThat(page("/", "zh-CN")).contains("领取下一个").doesNotContain("??");
    }

    @Test
    void shouldShowATicketWithItsHistoryAndPlaceAndNoForeignScript() {
        // Complaints of other tests on the shared broker may still come in.
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode place = desk.json("/v1/tickets/pages-1").get("place");
            assertThat(page("/tickets/pages-1", "en"))
                    .contains(String.format(
                            Locale.ENGLISH,
                            "Place %,d of %,d",
                            place.get("position").intValue(),
                            place.get("of").intValue()));
        });
        assertThat(page("/tickets/pages-1", "en"))
                .contains("The complaint came in and became a ticket in tier C.", "Two\nlines", "&lt;script&gt;")
                .doesNotContain("<script>alert", "??");
        assertThat(page("/tickets/pages-1", "zh-CN"))
                .contains("投诉进入系统，成为 C 级工单。")
                .doesNotContain("??");
    }

    @Test
    void shouldSayInWordsWhatBecameOfAnAction() {
        HttpResponse<String> claimed = desk.send(
                desk.request("/desk/tickets/pages-1/claim?version=99").POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(claimed.statusCode()).isEqualTo(200);
        assertThat(claimed.body()).contains("has changed since you saw it. Nobody holds it");
    }

    @Test
    void shouldFindNothingForASearchThatFitsNothing() {
        assertThat(page("/desk/queue?q=no-such-thing", "en")).contains("No ticket fits");
    }

    @Test
    void shouldSayThatATicketDoesNotExist() {
        assertThat(desk.get("/tickets/none").statusCode()).isEqualTo(404);
    }
}
