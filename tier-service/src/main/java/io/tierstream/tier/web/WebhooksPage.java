package io.tierstream.tier.web;

import io.tierstream.tier.control.BrokerAwayException;
import io.tierstream.tier.mongo.MongoWebhooks.Delivery;
import io.tierstream.tier.mongo.MongoWebhooks.State;
import io.tierstream.tier.mongo.MongoWebhooks.Webhook;
import io.tierstream.tier.webhook.Webhooks;
import io.tierstream.tier.webhook.Webhooks.Creation;
import io.tierstream.tier.webhook.Webhooks.Ping;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Webhooks: which there are and what became of deliveries; for admins also making, trying, repeating and ending them. */
@Controller
@RequestMapping("/webhooks")
class WebhooksPage {

    private static final int LATEST = 100;
    private static final String TOLD = "told";

    private final Webhooks webhooks;
    private final Clock clock;
    private final ZoneId zone;

    WebhooksPage(Webhooks webhooks, Clock clock, @Value("${tierstream.time-zone}") ZoneId zone) {
        this.webhooks = webhooks;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * A webhook of the list.
     *
     * @param url as the reader may know it
     * @param breaker of this instance, or NONE before it delivers
     */
    record Line(Webhook webhook, String url, String breaker) {}

    @GetMapping
    String list(Model model, HttpServletRequest reader) {
        fill(model, reader);
        return "webhooks";
    }

    /** Makes one; the answer itself shows the secret, because nothing may show it a second time. */
    @PostMapping
    String create(
            @RequestParam(defaultValue = "") String url,
            @RequestParam(defaultValue = "") Set<String> types,
            Principal admin,
            HttpServletRequest reader,
            Model model) {
        try {
            switch (webhooks.create(url.strip(), new TreeSet<>(types), admin.getName())) {
                case Creation.Created created -> {
                    model.addAttribute("created", created.webhook());
                    model.addAttribute("secret", created.webhook().secret());
                }
                case Creation.Refused refused -> {
                    model.addAttribute("refused", "webhooks.refused." + refused.code());
                    model.addAttribute("url", url);
                }
            }
        } catch (KafkaException away) {
            throw new BrokerAwayException(away);
        }
        fill(model, reader);
        return "webhooks";
    }

    @GetMapping("/{id}")
    String one(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String state,
            HttpServletRequest reader,
            Model model) {
        Webhook webhook = known(id);
        Optional<State> wanted = List.of(State.values()).stream()
                .filter(it -> it.name().equals(state))
                .findFirst();
        List<Delivery> deliveries = webhooks.deliveries(id, wanted.orElse(null), LATEST);
        model.addAttribute("line", line(webhook, reader));
        model.addAttribute("deliveries", deliveries);
        model.addAttribute("states", State.values());
        model.addAttribute("state", wanted.map(State::name).orElse(""));
        model.addAttribute("zone", zone.getId());
        return "webhook";
    }

    @PostMapping("/{id}/test")
    String test(@PathVariable String id, RedirectAttributes after) {
        tell(after, webhooks.ping(known(id)));
        return "redirect:/webhooks/" + id;
    }

    /** Sends everything again since a time of the business's zone. */
    @PostMapping("/{id}/replay")
    String replay(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String since,
            Principal admin,
            RedirectAttributes after) {
        Webhook webhook = known(id);
        Optional<Instant> time = passed(since);
        time.ifPresent(it -> webhooks.replay(webhook, it, admin.getName()));
        after.addFlashAttribute(TOLD, time.isPresent() ? "webhooks.replaying" : "then.invalid");
        return "redirect:/webhooks/" + id;
    }

    @PostMapping("/{id}/deliveries/{topic}/{partition}/{offset}")
    String redeliver(
            @PathVariable String id,
            @PathVariable String topic,
            @PathVariable int partition,
            @PathVariable long offset,
            Principal admin,
            RedirectAttributes after) {
        Optional<Ping> sent = webhooks.redeliver(known(id), topic, partition, offset, admin.getName());
        if (sent.isPresent()) {
            tell(after, sent.get());
        } else {
            after.addFlashAttribute(TOLD, "webhooks.gone");
        }
        return "redirect:/webhooks/" + id;
    }

    @PostMapping("/{id}/delete")
    String delete(@PathVariable String id, Principal admin, RedirectAttributes after) {
        webhooks.delete(known(id), admin.getName());
        after.addFlashAttribute(TOLD, "webhooks.deleted");
        return "redirect:/webhooks";
    }

    private static void tell(RedirectAttributes after, Ping ping) {
        after.addFlashAttribute("ping", ping);
    }

    private void fill(Model model, HttpServletRequest reader) {
        model.addAttribute(
                "lines",
                webhooks.all().stream().map(webhook -> line(webhook, reader)).toList());
        model.addAttribute("types", Webhooks.types());
    }

    private Line line(Webhook webhook, HttpServletRequest reader) {
        return new Line(
                webhook,
                reader.isUserInRole("ADMIN") ? webhook.url() : Webhooks.shown(webhook),
                webhooks.breaker(webhook.id()).map(Enum::name).orElse("NONE"));
    }

    private Webhook known(String id) {
        return webhooks.find(id).orElseThrow(NotThereException::new);
    }

    private Optional<Instant> passed(String local) {
        try {
            return Optional.of(LocalDateTime.parse(local).atZone(zone).toInstant())
                    .filter(time -> !time.isAfter(clock.instant()));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}
