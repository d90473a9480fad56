package io.tierstream.complaints.http.security;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The page where people sign in: with a local account, or through the configured OIDC providers. */
@Controller
class LoginPage {

    private final WaysIn waysIn;
    private final List<ClientRegistration> providers = new ArrayList<>();

    LoginPage(WaysIn waysIn, ObjectProvider<ClientRegistrationRepository> clients) {
        this.waysIn = waysIn;
        if (clients.getIfAvailable() instanceof Iterable<?> registrations) {
            registrations.forEach(registration -> providers.add((ClientRegistration) registration));
        }
    }

    @GetMapping("/login")
    String login(Model model) {
        model.addAttribute("accounts", waysIn.accounts());
        model.addAttribute("providers", providers);
        return "login";
    }
}
