package io.tierstream.tier.web;

import io.tierstream.tier.http.security.Refusals;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.MessageSource;
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
    private final MessageSource messages;

    PageModel(Links links, MessageSource messages) {
        this.links = links;
        this.messages = messages;
    }

    @ModelAttribute("links")
    Links links() {
        return links;
    }

    @ModelAttribute("lang")
    String lang(Locale locale) {
        return locale.getLanguage().equals("zh") ? "zh-CN" : "en";
    }

    /** Whether the links to reports lead anywhere for this person. */
    @ModelAttribute("mayReport")
    boolean mayReport(HttpServletRequest request) {
        return request.isUserInRole("OPS") || request.isUserInRole("ADMIN");
    }

    /** Whether the links to what only admins may do lead anywhere for this person. */
    @ModelAttribute("mayAdminister")
    boolean mayAdminister(HttpServletRequest request) {
        return request.isUserInRole("ADMIN");
    }

    /** Whether a form was refused because its token is missing or old. */
    @ModelAttribute("oldForm")
    boolean oldForm(HttpServletRequest request) {
        return Boolean.TRUE.equals(request.getAttribute(Refusals.OLD_FORM));
    }

    /** Writes figures as this reader does. */
    @ModelAttribute("show")
    Show show(Locale locale) {
        return new Show(locale, messages);
    }

    @ModelAttribute("signedIn")
    @Nullable String signedIn(@Nullable Principal principal) {
        return principal == null ? null : principal.getName();
    }
}
