package io.tierstream.tier.web;

import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.PolicyDraft;
import io.tierstream.tier.domain.PolicyDraft.Outcome;
import io.tierstream.tier.domain.PolicyDraft.Violation;
import io.tierstream.tier.mongo.Cursor;
import io.tierstream.tier.mongo.MongoCommands;
import io.tierstream.tier.mongo.MongoCommands.Command;
import io.tierstream.tier.mongo.MongoCommands.Kind;
import io.tierstream.tier.mongo.MongoCommands.State;
import io.tierstream.tier.mongo.MongoPolicies.PolicyRow;
import io.tierstream.tier.mongo.MongoShadow.Candidate;
import io.tierstream.tier.mongo.MongoShadow.Comparison;
import io.tierstream.tier.mongo.Slice;
import io.tierstream.tier.policy.Policies;
import io.tierstream.tier.policy.PolicyWorkbench;
import io.tierstream.tier.policy.PolicyWorkbench.Activation;
import io.tierstream.tier.policy.ShadowPolicy;
import io.tierstream.tier.report.MoverOrder;
import io.tierstream.tier.web.PolicyWords.Difference;
import io.tierstream.tier.wire.Policy;
import io.tierstream.tier.wire.WireTranslator;
import java.math.BigDecimal;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The policy workbench: what applies, what a draft would do, how one takes over, how it came to be so. */
@Controller
@RequestMapping("/policy")
class PolicyPage {

    private static final int HISTORY = 25;
    private static final int COMPARISONS = 200;
    private static final int MOST_MOVERS = 500;
    private static final long NANOS_OF_A_MILLI = 1_000_000;
    private static final String TOLD = "told";

    private final Policies policies;
    private final PolicyWorkbench workbench;
    private final ShadowPolicy shadow;
    private final MongoCommands commands;

    PolicyPage(Policies policies, PolicyWorkbench workbench, ShadowPolicy shadow, MongoCommands commands) {
        this.policies = policies;
        this.workbench = workbench;
        this.shadow = shadow;
        this.commands = commands;
    }

    /**
     * A policy in the history.
     *
     * @param state DRAFT, ACTIVE or RETIRED
     * @param comparedWith the version that the differences are from; null for the first
     */
    record Line(
            PolicyRow row,
            String state,
            String comment,
            @Nullable Long comparedWith,
            List<Difference> differences) {}

    /** What a comparison of the policy in shadow came to. */
    record ShadowLine(
            String at,
            long inForce,
            long customers,
            long moved,
            long promoted,
            long demoted,
            List<SimulationView.From> matrix,
            SimulationView.Lines now,
            SimulationView.Lines then) {}

    @GetMapping
    String page(
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String cursor,
            Model model,
            Show show) {
        Policy inForce = policies.inForce();
        Policy start = from == null
                ? inForce
                : known(from).map(row -> Policies.policy(row.policy())).orElse(inForce);
        fill(model, show, inForce, PolicyForm.of(start, ""), List.of(), cursor);
        return "policy";
    }

    /** Checks the form and shows what it would do. */
    @PostMapping("/try")
    String tryOut(
            @ModelAttribute PolicyForm form,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String top,
            Model model,
            Show show) {
        List<String> wrong = new ArrayList<>();
        GradingPolicy draft = checked(form, wrong, show);
        model.addAttribute("wrong", wrong);
        if (draft != null) {
            simulate(model, draft, sort, top);
        }
        return "policy-parts :: result";
    }

    /** Keeps the form as a draft. */
    @PostMapping("/drafts")
    String keep(@ModelAttribute PolicyForm form, Principal author, Model model, Show show) {
        List<String> wrong = new ArrayList<>();
        GradingPolicy draft = checked(form, wrong, show);
        if (draft == null) {
            fill(model, show, policies.inForce(), form, wrong, null);
            return "policy";
        }
        return "redirect:/policy/" + workbench.keep(draft, author.getName()).version();
    }

    @GetMapping("/{version}")
    String version(
            @PathVariable String version,
            @RequestParam(required = false) @Nullable String activation,
            Principal person,
            Model model,
            Show show) {
        PolicyRow row = known(version).orElseThrow(NotThereException::new);
        Policy inForce = policies.inForce();
        Policy policy = Policies.policy(row.policy());
        model.addAttribute("row", row);
        model.addAttribute("state", row.state(inForce.policyVersion()).name());
        model.addAttribute("comment", policy.comment());
        model.addAttribute("sentences", PolicyWords.sentences(policy, show));
        model.addAttribute("inForce", inForce.policyVersion());
        model.addAttribute("differences", PolicyWords.differences(PolicyWorkbench.differences(inForce, policy), show));
        model.addAttribute("needsSomebodyElse", workbench.needsSomebodyElse(row, person.getName()));
        model.addAttribute(
                "inShadow",
                shadow.candidate().filter(it -> it.version() == row.version()).isPresent());
        model.addAttribute("comparisons", comparisons(row.version()));
        model.addAttribute(
                "progress", activation == null ? null : activation(activation).orElse(null));
        return "policy-version";
    }

    /** What a kept policy would do, asked for by its page. */
    @GetMapping("/{version}/simulation")
    String simulation(
            @PathVariable String version,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String top,
            Model model) {
        PolicyRow row = known(version).orElseThrow(NotThereException::new);
        model.addAttribute("wrong", List.of());
        simulate(model, WireTranslator.toDomain(Policies.policy(row.policy())), sort, top);
        model.addAttribute("kept", row.version());
        return "policy-parts :: result";
    }

    @PostMapping("/{version}/activate")
    String activate(
            @PathVariable String version,
            @RequestParam(defaultValue = "") String comment,
            Principal admin,
            RedirectAttributes after) {
        PolicyRow row = known(version).orElseThrow(NotThereException::new);
        String page = "redirect:/policy/" + row.version();
        return switch (workbench.activate(row.version(), comment, admin.getName())) {
            case Activation.Ordered ordered ->
                page + "?activation=" + ordered.command().id();
            case Activation.Unknown ignored -> throw new NotThereException();
            case Activation.NeedsSecondPairOfEyes ignored -> {
                after.addFlashAttribute(TOLD, "policy.told.second-pair-of-eyes");
                yield page;
            }
            case Activation.CommentTooLong ignored -> {
                after.addFlashAttribute(TOLD, "policy.told.comment-too-long");
                yield page;
            }
        };
    }

    /** How far an activation is; the page asks until it is done. */
    @GetMapping("/activations/{id}")
    String activating(@PathVariable String id, Model model) {
        model.addAttribute("progress", activation(id).orElseThrow(NotThereException::new));
        return "policy-parts :: progress";
    }

    /** Makes a new draft that says exactly what an earlier policy says. */
    @PostMapping("/{version}/again")
    String again(@PathVariable String version, Principal author, Show show) {
        Policy earlier = Policies.policy(
                known(version).orElseThrow(NotThereException::new).policy());
        String comment = show.say("policy.again.comment", String.valueOf(earlier.policyVersion()));
        return "redirect:/policy/"
                + workbench.keepAgain(earlier, comment, author.getName()).version();
    }

    @PostMapping("/{version}/shadow")
    String choose(@PathVariable String version, Principal person, RedirectAttributes after) {
        PolicyRow row = known(version).orElseThrow(NotThereException::new);
        after.addFlashAttribute(
                TOLD,
                switch (shadow.choose(row.version(), person.getName())) {
                    case CHOSEN -> "policy.told.shadow";
                    case IN_FORCE -> "policy.told.in-force";
                    case UNKNOWN_POLICY -> throw new NotThereException();
                });
        return "redirect:/policy/" + row.version() + "#shadow";
    }

    @PostMapping("/shadow/end")
    String end(Principal person) {
        shadow.end(person.getName());
        return "redirect:/policy#shadow";
    }

    private void fill(
            Model model, Show show, Policy inForce, PolicyForm form, List<String> wrong, @Nullable String cursor) {
        PolicyRow row = policies.row(inForce.policyVersion()).orElseThrow(NotThereException::new);
        model.addAttribute("row", row);
        model.addAttribute("inForce", inForce.policyVersion());
        model.addAttribute("sentences", PolicyWords.sentences(inForce, show));
        model.addAttribute("comment", inForce.comment());
        model.addAttribute(
                "cutOffs",
                policies.cutOffs()
                        .map(all -> SimulationView.lines(all.path("cutOffs")))
                        .orElse(null));
        model.addAttribute("form", form);
        model.addAttribute("wrong", wrong);
        Optional<Cursor> after = cursor == null ? Optional.empty() : Cursor.decode(cursor, PolicyRow.ORDER);
        Slice<PolicyRow> history = policies.list(after, HISTORY);
        model.addAttribute(
                "history",
                history.items().stream().map(it -> line(it, inForce, show)).toList());
        model.addAttribute("next", history.next().map(Cursor::encoded).orElse(null));
        Candidate candidate = shadow.candidate().orElse(null);
        model.addAttribute("candidate", candidate);
        model.addAttribute("every", show.duration(shadow.every()));
        model.addAttribute("comparisons", candidate == null ? List.of() : comparisons(candidate.version()));
    }

    /** A draft is compared with what is in force, another one with what was in force before it. */
    private Line line(PolicyRow row, Policy inForce, Show show) {
        Policy policy = Policies.policy(row.policy());
        PolicyRow.State state = row.state(inForce.policyVersion());
        Policy before = state == PolicyRow.State.DRAFT ? inForce : before(row).orElse(null);
        return new Line(
                row,
                state.name(),
                policy.comment(),
                before == null ? null : (long) before.policyVersion(),
                before == null
                        ? List.of()
                        : PolicyWords.differences(PolicyWorkbench.differences(before, policy), show));
    }

    /** By the record of its activation, which says what was in force then. */
    private Optional<Policy> before(PolicyRow row) {
        return commands
                .list(
                        new MongoCommands.Wanted(Kind.ACTIVATE_POLICY, null, Long.toString(row.version()), null, null),
                        Optional.empty(),
                        HISTORY)
                .items()
                .stream()
                .filter(command -> command.state() == State.APPLIED)
                .max(Comparator.comparing(Command::settledAt, Comparator.nullsFirst(Comparator.naturalOrder())))
                .map(Command::before)
                .map(Policies::policy);
    }

    private List<ShadowLine> comparisons(long version) {
        return shadow.comparisons(version, null, COMPARISONS).items().stream()
                .map(PolicyPage::shadowLine)
                .toList();
    }

    private static ShadowLine shadowLine(Comparison comparison) {
        var summary = comparison.summary();
        return new ShadowLine(
                comparison.at().toString(),
                summary.get("inForce").longValue(),
                summary.get("customers").longValue(),
                summary.get("moved").longValue(),
                summary.get("promoted").longValue(),
                summary.get("demoted").longValue(),
                SimulationView.matrix(summary),
                SimulationView.lines(summary.path("cutOffsNow")),
                SimulationView.lines(summary.path("cutOffsThen")));
    }

    private @Nullable GradingPolicy checked(PolicyForm form, List<String> wrong, Show show) {
        List<Violation> notUnderstood = new ArrayList<>();
        PolicyDraft draft = form.draft(notUnderstood::add);
        if (notUnderstood.isEmpty()) {
            switch (workbench.check(draft)) {
                case Outcome.Accepted accepted -> {
                    return accepted.policy();
                }
                case Outcome.Rejected rejected -> notUnderstood.addAll(rejected.violations());
            }
        }
        notUnderstood.forEach(violation -> wrong.add(PolicyWords.wrong(violation, show)));
        return null;
    }

    private void simulate(Model model, GradingPolicy draft, String sort, String top) {
        long start = System.nanoTime();
        MoverOrder order = MoverOrder.of(sort).orElse(MoverOrder.ORDER_AMOUNT);
        int most = top.matches("\\d{1,4}") ? Math.clamp(Integer.parseInt(top), 1, MOST_MOVERS) : 10;
        var simulated = workbench.simulate(draft, order);
        BigDecimal seconds = BigDecimal.valueOf((System.nanoTime() - start) / NANOS_OF_A_MILLI, 3);
        model.addAttribute("simulation", SimulationView.of(simulated, most, seconds));
        model.addAttribute("sort", order.parameter());
    }

    private Optional<PolicyWorkbench.Progress> activation(String id) {
        return commands.find(id)
                .filter(command -> command.kind() == Kind.ACTIVATE_POLICY)
                .map(workbench::progress);
    }

    private Optional<PolicyRow> known(String version) {
        return version.matches("\\d{1,9}") ? policies.row(Long.parseLong(version)) : Optional.empty();
    }
}
