package io.tierstream.complaints.web;

import java.security.Principal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the frame of every page shows: links to the other services, the language, who is signed in. */
@ControllerAdvice(annotations = Controller.class)
@EnableConfigurationProperties(PageModel.Links.class)
class PageModel {

    /** Where the pages of the services are, as a browser reaches them. */
    @ConfigurationProperties("tierstream.links")
    record Links(
            @DefaultValue("http://localhost:8081") String ingest,
            @DefaultValue("http://localhost:8083") String tiers,
            @DefaultValue("http://localhost:8084") String desk) {}

    private final Links links;

    PageModel(Links links) {
        this.links = links;
    }

    @ModelAttribute("links")
    Links links() {
        return links;
    }

    /** As the page's script needs it too: language and region, {@code en-GB} or {@code zh-CN}. */
    @ModelAttribute("lang")
    String lang(Locale locale) {
        return locale.toLanguageTag();
    }

    @ModelAttribute("signedIn")
    @Nullable String signedIn(@Nullable Principal principal) {
        return principal == null ? null : principal.getName();
    }
}
