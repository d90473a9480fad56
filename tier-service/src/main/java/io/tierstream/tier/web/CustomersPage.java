package io.tierstream.tier.web;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.tier.http.CustomerSummary;
import io.tierstream.tier.mongo.Cursor;
import io.tierstream.tier.mongo.MongoGrades;
import io.tierstream.tier.mongo.MongoGrades.Order;
import io.tierstream.tier.mongo.MongoGrades.Wanted;
import io.tierstream.tier.mongo.Slice;
import io.tierstream.tier.projection.GradeRows;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of customers: search, filter, page. What is not understood of an address is left out. */
@Controller
class CustomersPage {

    private static final int ROWS = 50;
    private static final int LONGEST_SEARCH = 200;

    private final MongoGrades grades;

    CustomersPage(MongoGrades grades) {
        this.grades = grades;
    }

    @GetMapping("/customers")
    String page(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String tier,
            @RequestParam(defaultValue = "") String flag,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String cursor,
            Model model) {
        Order order = Arrays.stream(Order.values())
                .filter(known -> known.parameter().equals(sort))
                .findFirst()
                .orElse(Order.COMPOSITE_DESCENDING);
        Tier wantedTier = named(Tier.class, tier);
        Flag wantedFlag = named(Flag.class, flag);
        String text = q.length() <= LONGEST_SEARCH ? q : q.substring(0, LONGEST_SEARCH);
        Optional<Cursor> after = cursor.isEmpty() ? Optional.empty() : Cursor.decode(cursor, order.parameter());
        Slice<CustomerSummary> found = grades.list(
                        new Wanted(wantedTier, wantedFlag == null ? null : wantedFlag.name(), text, order), after, ROWS)
                .map(row -> CustomerSummary.of(GradeRows.snapshot(row)));
        model.addAttribute("customers", found.items());
        model.addAttribute("next", found.next().map(Cursor::encoded).orElse(null));
        model.addAttribute("firstPage", after.isEmpty());
        model.addAttribute("q", text);
        model.addAttribute("tier", wantedTier == null ? "" : wantedTier.name());
        model.addAttribute("flag", wantedFlag == null ? "" : wantedFlag.name());
        model.addAttribute("sort", order.parameter());
        model.addAttribute("tiers", Tier.values());
        model.addAttribute("flags", Flag.values());
        model.addAttribute(
                "orders", Arrays.stream(Order.values()).map(Order::parameter).toList());
        return "customers";
    }

    private static <E extends Enum<E>> @Nullable E named(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
