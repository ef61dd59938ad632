package org.modeltree.oracle;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** One record for each kind of line of a catalog; components are named like the keys of the input format. */
final class Lines {
    private Lines() {}

    record VendorLine(String id, String name, String url) {}

    record BenchmarkLine(String id, String label, String unit, String url) {}

    record Localized(String en, String zh) {
        /** The words in a language; what is not there in Chinese comes in English. */
        String in(String lang) {
            return lang.equals("zh") && zh != null ? zh : en;
        }
    }

    record Scale(String kind, BigDecimal floor, BigDecimal ceiling) {
        boolean logarithmic() {
            return kind.equals("log");
        }

        boolean lowerIsBetter() {
            return floor.compareTo(ceiling) > 0;
        }
    }

    record CapabilityLine(
            String id, Localized label, Localized description, Localized basis, String benchmark, Scale scale) {}

    record ProviderLine(String id, String name, String url) {}

    record LinkItem(String type, String url) {}

    record ModalitiesItem(List<String> input, List<String> output) {}

    record ModelText(String subtitle, String summary) {}

    record ModelTexts(ModelText en, ModelText zh) {}

    record SourceItem(List<String> facts, String source, String date, String origin) {}

    record ModelLine(
            String id,
            String name,
            String family,
            String kind,
            String releaseDate,
            String lifecycle,
            String announcedDate,
            String deprecatedDate,
            String retiredDate,
            String successor,
            Long parameters,
            String parametersStatus,
            String contextWindowStatus,
            String maxOutputStatus,
            String pricingStatus,
            Boolean openWeights,
            String licence,
            ModalitiesItem modalities,
            String knowledgeCutoff,
            List<LinkItem> links,
            List<String> aliases,
            ModelTexts texts,
            List<SourceItem> sources) {}

    record EdgeLine(String child, String parent, String relation, String method, String source, String date) {}

    /** What was a model, and is none any more. */
    record DeletedLine(String id, String successor) {}

    record MeasurementLine(
            String id,
            String model,
            String benchmark,
            BigDecimal raw,
            String source,
            String date,
            Boolean verified,
            String harness,
            String origin) {
        /** What it is called: by itself, or else by the beginning of a hash over what it says. */
        String idOrDerived() {
            if (id != null) {
                return id;
            }
            String said = String.join(
                    "\n",
                    benchmark,
                    raw.signum() == 0 ? "0" : raw.stripTrailingZeros().toPlainString(),
                    source,
                    date == null ? "" : date,
                    harness == null ? "" : harness);
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(said.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(hash).substring(0, 12);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        boolean countsAsVerified() {
            return Boolean.TRUE.equals(verified);
        }
    }

    record PriceItem(
            String kind,
            String mode,
            Long minContextTokens,
            String from,
            String to,
            String input,
            String output,
            String cacheRead,
            String cacheWrite) {
        String modeOrStandard() {
            return mode == null ? "standard" : mode;
        }

        long minContextOrZero() {
            return minContextTokens == null ? 0 : minContextTokens;
        }
    }

    record OfferingLine(
            String provider,
            String id,
            String model,
            Long contextWindow,
            Long maxOutput,
            String source,
            String date,
            String retiredDate,
            String origin,
            List<PriceItem> prices) {
        List<PriceItem> priceList() {
            return prices == null ? List.of() : prices;
        }
    }

    record AvailabilityItem(String api, String product, String openSource, String enterprise) {}

    record ToolItem(String name, String url) {}

    record Requirement(String capability, BigDecimal raw) {}

    record Claim(String id, Localized label, Localized description, Requirement requires) {}

    record CardText(
            String whyItMatters,
            String pricingNote,
            List<String> feelsLike,
            List<String> bestFor,
            List<String> notFor) {}

    record CardTexts(CardText en, CardText zh) {}

    record CardLine(
            String model,
            AvailabilityItem availability,
            String pricingKind,
            List<ToolItem> tools,
            List<Claim> coreCapabilities,
            CardTexts texts) {}
}
