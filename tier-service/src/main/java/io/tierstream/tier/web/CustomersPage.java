package io.tierstream.tier.web;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.http.CustomerSummary;
import io.tierstream.tier.mongo.Cursor;
import io.tierstream.tier.mongo.Slice;
import io.tierstream.tier.population.Customer;
import io.tierstream.tier.population.CustomerDirectory;
import io.tierstream.tier.population.CustomerFilter;
import io.tierstream.tier.population.CustomerOrder;
import java.util.Arrays;
import java.util.List;
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

    /** Those that have words in every language. */
    private static final List<CustomerOrder> ORDERS = List.of(
            CustomerOrder.COMPOSITE_DESCENDING,
            CustomerOrder.COMPOSITE_ASCENDING,
            CustomerOrder.NAME_ASCENDING,
            CustomerOrder.NAME_DESCENDING,
            CustomerOrder.SINCE_DESCENDING,
            CustomerOrder.SINCE_ASCENDING,
            CustomerOrder.ORDER_AMOUNT_DESCENDING,
            CustomerOrder.PROFIT_DESCENDING,
            CustomerOrder.GROWTH_DESCENDING,
            CustomerOrder.AVERAGE_DAYS_LATE_DESCENDING,
            CustomerOrder.ID_ASCENDING,
            CustomerOrder.ID_DESCENDING);

    private final CustomerDirectory directory;

    CustomersPage(CustomerDirectory directory) {
        this.directory = directory;
    }

    @GetMapping("/customers")
    String page(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String tier,
            @RequestParam(defaultValue = "") String flag,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String cursor,
            Model model) {
        CustomerOrder order = CustomerOrder.of(sort).orElse(CustomerOrder.COMPOSITE_DESCENDING);
        Tier wantedTier = named(Tier.class, tier);
        Flag wantedFlag = named(Flag.class, flag);
        String text = q.length() <= LONGEST_SEARCH ? q : q.substring(0, LONGEST_SEARCH);
        Optional<Cursor> after = cursor.isEmpty() ? Optional.empty() : Cursor.decode(cursor, order.parameter());
        CustomerFilter filter = new CustomerFilter(wantedTier, wantedFlag, text, null);
        Slice<CustomerSummary> found = found(filter, order, after).map(CustomerSummary::of);
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
                "orders", ORDERS.stream().map(CustomerOrder::parameter).toList());
        return "customers";
    }

    private Slice<Customer> found(CustomerFilter filter, CustomerOrder order, Optional<Cursor> after) {
        try {
            return directory.list(filter, order, after, ROWS);
        } catch (NumberFormatException notOurs) {
            return directory.list(filter, order, Optional.empty(), ROWS);
        }
    }

    private static <E extends Enum<E>> @Nullable E named(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
