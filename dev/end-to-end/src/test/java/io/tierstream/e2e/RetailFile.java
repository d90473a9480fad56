package io.tierstream.e2e;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * What a file of UCI Online Retail adds up to, counted line by line.
 *
 * @param gross the lines of orders of identified customers
 * @param cancelled the lines of their cancellations, positive
 */
record RetailFile(
        long lines,
        long withoutCustomer,
        BigDecimal gross,
        BigDecimal cancelled,
        int orders,
        int cancellations,
        int customers) {

    private static final Path FOLDER = Path.of("..", "..", "..", "shared", "data");

    /** Where a file of the collection of real data lies, if it is there. */
    static Path path(String name) {
        return FOLDER.resolve(name);
    }

    static RetailFile count(Path file) throws IOException {
        long lines = 0;
        long withoutCustomer = 0;
        BigDecimal gross = BigDecimal.ZERO;
        BigDecimal cancelled = BigDecimal.ZERO;
        Set<String> orders = new HashSet<>();
        Set<String> cancellations = new HashSet<>();
        Set<String> customers = new HashSet<>();
        try (CsvReader<NamedCsvRecord> csv =
                CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
            for (NamedCsvRecord line : csv) {
                lines++;
                String customer = line.getField("CustomerID");
                if (customer.isBlank()) {
                    withoutCustomer++;
                    continue;
                }
                customers.add(customer);
                BigDecimal amount =
                        new BigDecimal(line.getField("Quantity")).multiply(new BigDecimal(line.getField("UnitPrice")));
                String invoice = line.getField("InvoiceNo");
                if (invoice.startsWith("C")) {
                    cancelled = cancelled.subtract(amount);
                    cancellations.add(invoice);
                } else {
                    gross = gross.add(amount);
                    orders.add(invoice);
                }
            }
        }
        return new RetailFile(
                lines, withoutCustomer, gross, cancelled, orders.size(), cancellations.size(), customers.size());
    }

    private static InputStream open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    }
}
