package io.tierstream.local.story;

import java.util.List;
import java.util.SplittableRandom;

/** Something to complain about, in the words of a customer. */
record Grievance(String subject, String description, String category, String severity) {

    private static final List<Grievance> ENGLISH = List.of(
            new Grievance(
                    "Third late delivery this month",
                    "Our line stood still for half a day again. When can we rely on the dates you confirm?",
                    "delivery",
                    "high"),
            new Grievance(
                    "Pallet arrived with crushed boxes",
                    "Eleven of forty boxes are damaged. Photos were sent to the driver.",
                    "damage",
                    "normal"),
            new Grievance("Invoice charges freight twice", "Position 4 and position 7 are the same.", "invoice", "low"),
            new Grievance(
                    "Wrong parts in the shipment",
                    "We ordered the M12 version and received M10. Assembly starts on Monday.",
                    "delivery",
                    "high"),
            new Grievance(
                    "Controller fails after a few hours",
                    "Error 0x41 and then nothing. The plant is running on manual.",
                    "quality",
                    "critical"),
            new Grievance(
                    "Nobody calls back", "I have asked for an offer three times since last week.", "service", "normal"),
            new Grievance(
                    "Colour differs from the sample",
                    "The lot is clearly darker than what we signed off.",
                    "quality",
                    "normal"),
            new Grievance(
                    "Certificate of origin is missing", "Customs will not release the goods.", "documents", "high"),
            new Grievance(
                    "Discount of the contract not applied",
                    "Four per cent were agreed from the tenth order on.",
                    "invoice",
                    "low"),
            new Grievance(
                    "Seals leak under pressure",
                    "Two of five units leak at 6 bar, rated are 10.",
                    "quality",
                    "critical"));

    private static final List<Grievance> CHINESE = List.of(
            new Grievance("交货又晚了五天", "这是本季度第三次延迟,生产线已停工,请尽快给出准确到货日期。", "delivery", "high"),
            new Grievance("外箱破损,部分货物受潮", "一共四十箱,其中十一箱受损,照片已发给司机。", "damage", "normal"),
            new Grievance("发票运费重复收取", "第四项与第七项是同一笔费用,请更正。", "invoice", "low"),
            new Grievance("到货型号与订单不符", "订的是 M12,收到的是 M10,下周一就要装配。", "delivery", "high"),
            new Grievance("控制器运行几小时后死机", "显示 0x41 错误后无响应,现在只能手动操作。", "quality", "critical"),
            new Grievance("多次联系无人回复", "上周起三次要求报价,至今没有答复。", "service", "normal"),
            new Grievance("缺少原产地证明", "海关不放行,请今天补发。", "documents", "high"));

    static Grievance of(Company company, SplittableRandom random) {
        List<Grievance> all = company.writesChinese() ? CHINESE : ENGLISH;
        return all.get(random.nextInt(all.size()));
    }
}
