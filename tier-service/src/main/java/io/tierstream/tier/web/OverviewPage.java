package io.tierstream.tier.web;

import io.tierstream.tier.mongo.MongoChanges;
import io.tierstream.tier.mongo.MongoChanges.Wanted;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Tiers at a glance: how customers spread, where the cut-offs are, and what changed last. */
@Controller
class OverviewPage {

    private static final int LATEST = 15;

    private final Overview overview;
    private final MongoChanges changes;
    private final Words words;

    OverviewPage(Overview overview, MongoChanges changes, Words words) {
        this.overview = overview;
        this.changes = changes;
        this.words = words;
    }

    @GetMapping("/")
    String page(Model model, Locale locale) {
        fill(model, locale);
        return "overview";
    }

    /** What the open page asks for when something changed. */
    @GetMapping("/live/overview")
    String fragment(Model model, Locale locale) {
        fill(model, locale);
        return "overview :: live";
    }

    private void fill(Model model, Locale locale) {
        model.addAttribute("glance", overview.glance());
        model.addAttribute(
                "changes",
                changes.list(new Wanted(null, null, null, null), Optional.empty(), LATEST).items().stream()
                        .map(change -> words.line(change, locale))
                        .toList());
    }
}
