package io.tierstream.ingest.web;

import io.tierstream.contracts.DeadLetterReason;
import io.tierstream.contracts.EventType;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Topics;
import io.tierstream.ingest.application.DeadLetterStore;
import io.tierstream.ingest.application.DeadLetterStore.Replay;
import io.tierstream.ingest.application.PublishingEvents;
import io.tierstream.ingest.domain.intake.Publisher;
import io.tierstream.ingest.files.ImportState;
import io.tierstream.ingest.files.Imports;
import io.tierstream.ingest.http.EventText;
import io.tierstream.ingest.http.Publishers;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page where people publish an event, import a file and look after dead letters, and the parts it loads. */
@Controller
class PublishPage {

    private static final int SHOWN_IMPORTS = 10;
    private static final int SHOWN_REJECTS = 10;
    private static final int SHOWN_LETTERS = 20;

    private final SampleEvents samples;
    private final EventText text;
    private final PublishingEvents publishing;
    private final Imports imports;
    private final DeadLetterStore letters;
    private final Clock clock;

    PublishPage(
            SampleEvents samples,
            EventText text,
            PublishingEvents publishing,
            Imports imports,
            DeadLetterStore letters,
            Clock clock) {
        this.samples = samples;
        this.text = text;
        this.publishing = publishing;
        this.imports = imports;
        this.letters = letters;
        this.clock = clock;
    }

    @GetMapping("/")
    String page(Authentication caller, Model model) {
        List<String> types = EventTypes.inputs().stream().map(EventType::name).toList();
        model.addAttribute("mayPublish", has(caller, "ROLE_PUBLISHER", "ROLE_ADMIN"));
        model.addAttribute("mayRepair", has(caller, "ROLE_OPS", "ROLE_ADMIN"));
        model.addAttribute("types", types);
        model.addAttribute("sample", samples.of(types.getFirst()));
        model.addAttribute("mappings", imports.mappings().all());
        model.addAttribute(
                "imports",
                imports.all().stream()
                        .filter(state -> maySee(caller, state))
                        .limit(SHOWN_IMPORTS)
                        .toList());
        model.addAttribute("topics", Topics.INPUTS);
        model.addAttribute("reasons", DeadLetterReason.values());
        return "publish";
    }

    @GetMapping("/sample")
    String sample(@RequestParam String type, Model model) {
        boolean known =
                EventTypes.inputs().stream().anyMatch(input -> input.name().equals(type));
        model.addAttribute("sample", known ? samples.of(type) : "");
        return "publish :: event";
    }

    @PostMapping("/publish")
    String publish(@RequestParam String event, Authentication caller, Model model) {
        Publisher publisher = Publishers.of(caller);
        switch (publishing.publish(List.of(text.check(event, publisher)), publisher, true)) {
            case PublishingEvents.Outcome.Published published -> {
                switch (published.results().getFirst()) {
                    case PublishingEvents.Result.Accepted stored -> model.addAttribute("stored", stored);
                    case PublishingEvents.Result.Rejected rejected ->
                        model.addAttribute("problems", rejected.bad().problems());
                }
            }
            case PublishingEvents.Outcome.Unavailable ignored -> model.addAttribute("away", true);
            case PublishingEvents.Outcome.TooFast ignored -> model.addAttribute("tooFast", true);
            case PublishingEvents.Outcome.Refused refused ->
                throw new IllegalStateException(
                        "A partial request is not refused: " + refused.checked().size());
        }
        return "parts :: published";
    }

    @GetMapping("/imports/{id}")
    String progress(@PathVariable String id, Authentication caller, Model model) throws IOException {
        ImportState state =
                imports.find(id).filter(found -> maySee(caller, found)).orElse(null);
        model.addAttribute("import", state);
        model.addAttribute(
                "rejects",
                state == null || !state.status().isFinal() ? List.of() : imports.rejects(state, SHOWN_REJECTS));
        return "parts :: import";
    }

    @GetMapping("/dead-letters")
    String deadLetters(
            @RequestParam(required = false) @Nullable String topic,
            @RequestParam(required = false) @Nullable String reason,
            Model model) {
        try {
            model.addAttribute("found", letters.find(blankToNull(topic), blankToNull(reason), SHOWN_LETTERS, Map.of()));
        } catch (KafkaException e) {
            model.addAttribute("away", true);
        }
        return "parts :: letters";
    }

    @PostMapping("/dead-letters/{id}/replay")
    String replay(@PathVariable String id, Authentication caller, Model model) {
        Replay replay;
        try {
            replay = letters.replay(id, caller.getName(), clock.instant());
        } catch (KafkaException e) {
            model.addAttribute("outcome", "away");
            return "parts :: replayed";
        }
        model.addAttribute(
                "outcome",
                switch (replay) {
                    case Replay.Sent ignored -> "sent";
                    case Replay.NoSuchLetter ignored -> "gone";
                    case Replay.Unavailable ignored -> "away";
                });
        return "parts :: replayed";
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static boolean maySee(Authentication caller, ImportState state) {
        return state.startedBy().equals(caller.getName()) || has(caller, "ROLE_OPS", "ROLE_ADMIN");
    }

    private static boolean has(Authentication caller, String... authorities) {
        return caller.getAuthorities().stream()
                .anyMatch(authority -> List.of(authorities).contains(authority.getAuthority()));
    }
}
