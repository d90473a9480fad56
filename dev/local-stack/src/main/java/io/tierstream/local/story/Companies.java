package io.tierstream.local.story;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who is in the demonstration. The names are invented. */
final class Companies {

    /** Ordinary customers: a few large ones, more of the middle, many small ones. */
    static final List<Company> STEADY = List.of(
            steady("nordwerk-machines", "Nordwerk Machines", "DE", "Lena Vogt", "EUR", 22, 41_000, 34, 0, 3),
            steady("aurelia-pharma", "Aurelia Pharma", "CH", "Lena Vogt", "CHF", 18, 52_000, 38, -2, 2),
            steady("pujiang-trading", "上海浦江贸易有限公司", "CN", "陈静", "CNY", 20, 360_000, 31, 2, 3),
            steady("great-lakes-tooling", "Great Lakes Tooling", "US", "Marcus Hill", "USD", 16, 55_000, 33, 1, 2),
            steady("vetter-bauer", "Vetter & Bauer Elevators", "AT", "Lena Vogt", "EUR", 14, 61_000, 30, 3, 4),
            steady("yuanhang-electronics", "深圳远航电子有限公司", "CN", "陈静", "CNY", 24, 270_000, 32, 0, 2),
            steady(
                    "thames-valley-labs",
                    "Thames Valley Laboratories",
                    "GB",
                    "Marcus Hill",
                    "GBP",
                    15,
                    43_000,
                    36,
                    4,
                    3),
            steady("iberia-solar", "Iberia Solar", "ES", "Inés Prado", "EUR", 12, 58_000, 29, 5, 2),
            steady("sakura-optics", "Sakura Optics", "JP", "陈静", "JPY", 15, 8_400_000, 35, 0, 1),
            steady("lindgren-paper", "Lindgren Paper", "SE", "Lena Vogt", "EUR", 13, 12_000, 27, 2, 2),
            steady("jinxiu-textiles", "苏州锦绣纺织有限公司", "CN", "陈静", "CNY", 14, 78_000, 24, 6, 3),
            steady("maple-ridge-foods", "Maple Ridge Foods", "US", "Marcus Hill", "USD", 18, 9_800, 22, 3, 3),
            steady("casa-ferrara", "Casa Ferrara Ceramics", "IT", "Inés Prado", "EUR", 11, 12_500, 28, 8, 2),
            steady("hairun-marine", "青岛海润船舶配件有限公司", "CN", "陈静", "CNY", 10, 110_000, 23, 4, 1),
            steady("delta-bearings", "Delta Bearings", "NL", "Lena Vogt", "EUR", 16, 7_900, 25, 0, 2),
            steady("oakfield-instruments", "Oakfield Instruments", "GB", "Marcus Hill", "GBP", 9, 11_200, 30, 2, 2),
            steady("ruiz-hermanos", "Ruiz Hermanos", "ES", "Inés Prado", "EUR", 12, 8_600, 26, 9, 3),
            steady("tianfu-foods", "成都天府食品有限公司", "CN", "陈静", "CNY", 15, 61_000, 21, 5, 4),
            steady("polar-cold-chain", "Polar Cold Chain", "NO", "Lena Vogt", "EUR", 8, 14_300, 24, 1, 1),
            steady("brightwater-utilities", "Brightwater Utilities", "US", "Marcus Hill", "USD", 10, 10_400, 27, 6, 2),
            steady("atelier-lumen", "Atelier Lumen", "FR", "Inés Prado", "EUR", 13, 6_700, 31, 2, 2),
            steady("kowalski-metal", "Kowalski Metal", "PL", "Lena Vogt", "EUR", 14, 7_300, 22, 7, 2),
            steady("harbor-lights-hotels", "Harbor Lights Hotels", "US", "Marcus Hill", "USD", 9, 6_100, 24, 11, 4));

    /** Small today; each in turn places one great order, and loses it again some minutes later. */
    static final List<Company> RISING = List.of(
            steady("hangzhou-lantern", "杭州灯笼科技有限公司 Hangzhou Lantern", "CN", "陈静", "CNY", 8, 14_000, 21, 3, 2),
            steady("fjord-robotics", "Fjord Robotics", "NO", "Lena Vogt", "EUR", 7, 1_900, 24, 0, 2),
            steady("copper-kettle", "Copper Kettle Brewing", "US", "Marcus Hill", "USD", 9, 1_400, 22, 4, 3),
            steady("verde-packaging", "Verde Packaging", "ES", "Inés Prado", "EUR", 6, 2_300, 20, 6, 2),
            steady("nanjing-plum", "南京梅花玩具有限公司 Plum Toys", "CN", "陈静", "CNY", 7, 16_000, 23, 2, 2),
            steady("bluebell-clinics", "Bluebell Clinics", "GB", "Marcus Hill", "GBP", 8, 1_700, 25, 5, 2),
            steady("alpine-e-bikes", "Alpine E-Bikes", "AT", "Lena Vogt", "EUR", 6, 2_600, 22, 1, 3),
            steady("wuhan-optical", "武汉光谷仪器有限公司 Optics Valley", "CN", "陈静", "CNY", 6, 21_000, 24, 0, 1),
            steady("tidewater-boats", "Tidewater Boats", "US", "Marcus Hill", "USD", 5, 2_900, 21, 8, 2),
            steady("moulin-bakeries", "Moulin Bakeries", "FR", "Inés Prado", "EUR", 11, 1_100, 19, 2, 3));

    /** Orders much and pays far too late, without an excuse. */
    static final Company SLOW_PAYER = company(
            "borealis-shipyards", "Borealis Shipyards", "FI", "Lena Vogt", "EUR", 13, 47_000, 26, 58, null, 0, 2);

    /** Ordered once, hugely, at a price that leaves nothing. */
    static final Company FALSE_BIG_CUSTOMER =
            company("meridian-bulk", "Meridian Bulk Trading", "GB", "Marcus Hill", "GBP", 0, 0, 1, 10, null, 0, 6);

    /** What is odd about one or two of them, so that every figure and flag has somebody to show it. */
    static final List<Company> PECULIAR = List.of(
            SLOW_PAYER,
            FALSE_BIG_CUSTOMER,
            company("quickcart", "Quickcart Online", "US", "Marcus Hill", "USD", 30, 5_200, 25, 3, null, 95, 9),
            company(
                    "gutenberg-press",
                    "Gutenberg Press",
                    "DE",
                    "Lena Vogt",
                    "EUR",
                    11,
                    16_000,
                    30,
                    41,
                    "dispute",
                    4,
                    7),
            company("bosphorus-trade", "Bosphorus Trade", "TR", "Inés Prado", "EUR", 10, 9_400, 27, 22, "bank", 0, 2),
            company(
                    "papillon-fashion",
                    "Papillon Fashion",
                    "FR",
                    "Inés Prado",
                    "EUR",
                    12,
                    3_300,
                    24,
                    34,
                    "customer",
                    15,
                    5));

    private static final List<Company> SMALL = List.of(
            steady("corner-stationers", "Corner Stationers", "GB", "Marcus Hill", "GBP", 10, 620, 23, 4, 1),
            steady("zum-goldenen-hirsch", "Gasthof Zum Goldenen Hirsch", "DE", "Lena Vogt", "EUR", 8, 540, 26, 9, 1),
            steady("xian-noodle-house", "西安老面馆连锁", "CN", "陈静", "CNY", 12, 3_900, 22, 1, 2),
            steady("prairie-vet", "Prairie Veterinary", "US", "Marcus Hill", "USD", 7, 880, 28, 0, 1),
            steady("studio-okapi", "Studio Okapi", "BE", "Inés Prado", "EUR", 5, 1_050, 33, 12, 1),
            steady("ljubljana-cycles", "Ljubljana Cycles", "SI", "Lena Vogt", "EUR", 6, 940, 21, 3, 1),
            steady("little-acorns", "Little Acorns Nursery", "GB", "Marcus Hill", "GBP", 4, 480, 25, 0, 1),
            steady("kunming-flowers", "昆明鲜花合作社", "CN", "陈静", "CNY", 9, 4_700, 20, 7, 2));

    /** Everybody. */
    static final List<Company> ALL =
            Stream.of(STEADY, RISING, PECULIAR, SMALL).flatMap(List::stream).toList();

    /** Nobody of these has ordered yet; somebody has been there and assessed them. */
    static final List<Company> PROSPECTS = List.of(
            prospect("orchard-robotics", "Orchard Robotics", "NL", "Lena Vogt"),
            prospect("ningbo-bearings", "宁波精工轴承有限公司", "CN", "陈静"),
            prospect("summit-medical", "Summit Medical Devices", "US", "Marcus Hill"),
            prospect("costa-brava-yachts", "Costa Brava Yachts", "ES", "Inés Prado"),
            prospect("pinewood-toys", "Pinewood Toys", "GB", "Marcus Hill"),
            prospect("harz-brewery", "Harz Brewery", "DE", "Lena Vogt"));

    private Companies() {}

    private static Company prospect(String id, String name, String region, String accountManager) {
        return company(id, name, region, accountManager, "EUR", 0, 0, 0, 0, null, 0, 0);
    }

    private static Company steady(
            String id,
            String name,
            String region,
            String accountManager,
            String currency,
            int ordersPerYear,
            int typicalAmount,
            int marginPercent,
            int daysLate,
            int complaintsPerThird) {
        return company(
                id,
                name,
                region,
                accountManager,
                currency,
                ordersPerYear,
                typicalAmount,
                marginPercent,
                daysLate,
                null,
                4,
                complaintsPerThird);
    }

    private static Company company(
            String id,
            String name,
            String region,
            String accountManager,
            String currency,
            int ordersPerYear,
            int typicalAmount,
            int marginPercent,
            int daysLate,
            @Nullable String lateReason,
            int returnsPercent,
            int complaintsPerThird) {
        return new Company(
                id,
                name,
                region,
                accountManager,
                currency,
                ordersPerYear,
                typicalAmount,
                marginPercent,
                daysLate,
                lateReason,
                returnsPercent,
                complaintsPerThird);
    }
}
