package org.modeltree.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * For each rule a vendor of the rule's name, with a model {@code broken} that breaks it, by the least that is enough, and
 * a twin {@code sound} that just does not. Nothing else is wrong with any of them.
 */
final class BrokenCatalog {

    /** Dates of a life and of offerings that are written by hand: they are not in the lines of this catalog. */
    static final List<String> DATES = List.of(
            life("lifecycle-out-of-order/broken", "release", "2020-03-01", "day"),
            life("lifecycle-out-of-order/broken", "deprecated", "2020-02-01", "month"),
            // Some day of March may well come after the first.
            life("lifecycle-out-of-order/sound", "release", "2020-03-31", "day"),
            life("lifecycle-out-of-order/sound", "deprecated", "2020-03-01", "month"),
            life("lifecycle-against-dates/broken", "retired", "2020-01-01", "year"),
            life("lifecycle-against-dates/sound", "retired", "2090-01-01", "year"),
            life("retired-without-date/sound", "retired", "2020-01-01", "day"),
            life("retired-but-offered/broken", "retired", "2020-01-01", "day"),
            life("retired-but-offered/sound", "retired", "2020-01-01", "day"),
            life("successor-retired/gone", "retired", "2020-01-01", "day"),
            "update model set successor_id = 'successor-retired/gone' where id = 'successor-retired/broken'",
            "update model set successor_id = 'successor-retired/here' where id = 'successor-retired/sound'",
            ended("retired-but-offered/sound-ended", "2021-01-01"),
            ended("ended-offering-priced/broken", "2021-01-01"),
            ended("ended-offering-priced/sound", "2090-01-01"),
            ended("ended-offering-priced/sound-over", "2021-01-01"));

    private static final List<String> UNNAMED = List.of("vendor-unnamed");

    private final List<String> lines = new ArrayList<>();

    private BrokenCatalog() {}

    static String ndjson() {
        BrokenCatalog catalog = new BrokenCatalog();
        catalog.common();
        catalog.limits();
        catalog.lives();
        catalog.offerings();
        catalog.missing();
        catalog.measurements();
        return String.join("\n", catalog.lines);
    }

    private static String life(String model, String what, String date, String precision) {
        return "update model set %1$s_date = '%2$s', %1$s_precision = '%3$s' where id = '%4$s'"
                .formatted(what, date, precision, model);
    }

    private static String ended(String offering, String date) {
        return "update offering set retired_date = '%s', retired_precision = 'day' where provider_model_id = '%s'"
                .formatted(date, offering);
    }

    private void common() {
        line("{'type':'benchmark','id':'context-window','label':'Context window','unit':'tokens'}");
        line("{'type':'benchmark','id':'max-output','label':'Output limit','unit':'tokens'}");
        line("{'type':'benchmark','id':'fix-rate','label':'Fix rate','unit':'percent'}");
        line("{'type':'benchmark','id':'input-price','label':'Input price','unit':'usd_per_1m_tokens'}");
        line("{'type':'capability','id':'context','label':{'en':'Context'},'description':{'en':'Context.'},"
                + "'benchmark':'context-window','scale':{'kind':'log','floor':2048,'ceiling':2097152}}");
        line("{'type':'capability','id':'price','label':{'en':'Price'},'description':{'en':'Price.'},"
                + "'benchmark':'input-price','scale':{'kind':'log','floor':60,'ceiling':0.05}}");
    }

    private void limits() {
        model("claim-contradicted/broken", "");
        measurement("claim-contradicted/broken", "context-window", "2048", "");
        measurement("claim-contradicted/broken", "input-price", "2", "'date':'2090'");
        card("claim-contradicted/broken", claim("context", "2048"), claim("context", "2049"), claim("price", "2"));
        model("claim-contradicted/sound", "");
        card("claim-contradicted/sound", claim("context", "9999999"));

        model("cutoff-after-release/broken", "'releaseDate':'2023-05-31','knowledgeCutoff':'2023-06'");
        model("cutoff-after-release/sound", "'releaseDate':'2023-06-01','knowledgeCutoff':'2023-06'");

        model("output-above-context/broken", "");
        measurement("output-above-context/broken", "context-window", "4096", "");
        measurement("output-above-context/broken", "max-output", "4097", "");
        model("output-above-context/sound", "");
        measurement("output-above-context/sound", "context-window", "4096", "");
        measurement("output-above-context/sound", "max-output", "4096", "");

        model("not-applicable-but-known/broken", "'parameters':7,'parametersStatus':'not_applicable'");
        model("not-applicable-but-known/sound", "'parametersStatus':'not_applicable'");
    }

    private void lives() {
        model("lifecycle-out-of-order/broken", "'lifecycle':'deprecated'");
        model("lifecycle-out-of-order/sound", "'lifecycle':'deprecated'");
        model("lifecycle-against-dates/broken", "'lifecycle':'released'");
        model("lifecycle-against-dates/sound", "'lifecycle':'released'");
        model("released-in-future/broken", "'lifecycle':'released','releaseDate':'2090'");
        model("released-in-future/sound", "'lifecycle':'announced','releaseDate':'2090'");
        model("retired-without-date/broken", "'lifecycle':'retired'");
        model("retired-without-date/sound", "'lifecycle':'retired'");
        for (String model : List.of("broken", "sound", "gone", "here")) {
            model("successor-retired/" + model, model.equals("gone") ? "'lifecycle':'retired'" : "");
        }
        model("parent-after-child/broken", "'releaseDate':'2023-05'");
        model("parent-after-child/sound", "'releaseDate':'2023-06'");
        model("parent-after-child/parent", "'releaseDate':'2023-06-01'");
        line(
                "{'type':'edge','child':'parent-after-child/broken','parent':'parent-after-child/parent','relation':'fine_tune'}");
        line(
                "{'type':'edge','child':'parent-after-child/sound','parent':'parent-after-child/parent','relation':'fine_tune'}");
    }

    private void offerings() {
        model("offering-output-above-context/broken", "");
        offering("offering-output-above-context/broken", "'contextWindow':1000,'maxOutput':1001");
        model("offering-output-above-context/sound", "");
        offering("offering-output-above-context/sound", "'contextWindow':1000,'maxOutput':1000");

        for (String model : List.of("broken", "sound")) {
            model("offering-context-above-model/" + model, "");
            measurement("offering-context-above-model/" + model, "context-window", "1000000", "");
        }
        offering("offering-context-above-model/broken", "'contextWindow':1050001");
        offering("offering-context-above-model/sound", "'contextWindow':1050000");

        for (String model : List.of("broken", "sound")) {
            model("retired-but-offered/" + model, "'lifecycle':'retired'");
        }
        offering("retired-but-offered/broken", "'prices':[{'kind':'free'}]");
        offering("retired-but-offered/sound", "'prices':[{'kind':'free','to':'2020-01-01'}]");
        offering("retired-but-offered/sound-ended", "");

        for (String model : List.of("broken", "sound")) {
            model("ended-offering-priced/" + model, "");
        }
        offering("ended-offering-priced/broken", "'prices':[{'kind':'free'}]");
        offering("ended-offering-priced/sound", "'prices':[{'kind':'free'}]");
        offering("ended-offering-priced/sound-over", "'prices':[{'kind':'free','to':'2021-01-01'}]");

        for (String model : List.of("broken", "sound")) {
            model("stale-facts/" + model, "");
        }
        offering("stale-facts/broken", "'date':'2010-05'");
        offering("stale-facts/sound", "'date':'2090-05'");

        for (String model : List.of("broken", "sound")) {
            model("price-outlier/" + model, "");
            model("context-outlier/" + model, "");
        }
        // 50 times the median of the other two, which is 2; the prices of another mode and of another day do not count.
        offering("price-outlier/broken", "'prices':[{'kind':'metered','input':'100'}]");
        offering("price-outlier/broken-1", "'prices':[{'kind':'metered','input':'1','output':'9'}]");
        offering("price-outlier/broken-2", "'prices':[{'kind':'metered','input':'3'}]");
        offering("price-outlier/sound", "'prices':[{'kind':'metered','input':'99.99'}]");
        offering(
                "price-outlier/sound-1",
                "'prices':[{'kind':'metered','input':'1'},{'kind':'metered','mode':'batch','input':'900'}]");
        offering(
                "price-outlier/sound-2",
                "'prices':[{'kind':'metered','input':'3','from':'2020-01-01'},{'kind':'metered','input':'900','to':'2020-01-01'}]");
        offering("context-outlier/broken", "'contextWindow':98");
        offering("context-outlier/broken-1", "'contextWindow':9800");
        offering("context-outlier/broken-2", "'contextWindow':10000");
        offering("context-outlier/sound", "'contextWindow':99");
        offering("context-outlier/sound-1", "'contextWindow':9800");
        offering("context-outlier/sound-2", "'contextWindow':10000");

        for (String model : List.of("broken", "sound")) {
            model("output-cheaper-than-input/" + model, "");
        }
        offering("output-cheaper-than-input/broken", "'prices':[{'kind':'metered','input':'5','output':'0.05'}]");
        offering("output-cheaper-than-input/sound", "'prices':[{'kind':'metered','input':'5','output':'0.0501'}]");
    }

    private void missing() {
        line("{'type':'model','id':'no-context/broken','name':'Broken',%s}".formatted(SOURCES));
        model("no-context/sound", "");
        line("{'type':'model','id':'no-source/broken','name':'Broken','contextWindowStatus':'not_disclosed'}");
        model("no-source/sound", "");
        model("no-lineage/broken", "'family':'clan'");
        model("no-lineage/sound", "'family':'clan'");
        model("no-lineage/sound-child", "");
        model("no-lineage/sound-other", "'family':'other'");
        line("{'type':'edge','child':'no-lineage/sound-child','parent':'no-lineage/sound','relation':'fine_tune'}");
        model("vendor-unnamed/broken", "");
        line("{'type':'vendor','id':'named-so','name':'named-so','url':'https://named-so.example'}");
        line("{'type':'model','id':'named-so/sound','name':'Sound','contextWindowStatus':'not_disclosed',%s}"
                .formatted(SOURCES));
        line(
                "{'type':'model','id':'duplicate-suspected/bro-ken_7.b','name':'Broken','contextWindowStatus':'not_disclosed',%s}"
                        .formatted(SOURCES));
        line(
                "{'type':'model','id':'duplicate-suspected/broken7b','name':'Another','contextWindowStatus':'not_disclosed',%s}"
                        .formatted(SOURCES));
        model("duplicate-suspected/sound", "");
        line(
                "{'type':'model','id':'duplicate-suspected/sound-plus','name':'Sound+','contextWindowStatus':'not_disclosed',%s}"
                        .formatted(SOURCES));
    }

    private void measurements() {
        for (String model : List.of("broken", "sound")) {
            model("measurements-disagree/" + model, "");
            model("measured-before-release/" + model, "'releaseDate':'2023-06-01'");
        }
        measurement("measurements-disagree/broken", "fix-rate", "20", "");
        line(
                "{'type':'measurement','model':'measurements-disagree/broken','benchmark':'fix-rate','raw':21.01,'source':'https://t.example'}");
        measurement("measurements-disagree/sound", "fix-rate", "20", "");
        line(
                "{'type':'measurement','model':'measurements-disagree/sound','benchmark':'fix-rate','raw':21,'source':'https://t.example','date':'2001'}");
        line(
                "{'type':'measurement','model':'measurements-disagree/sound','benchmark':'fix-rate','raw':60,'source':'https://t.example','verified':true}");
        line(
                "{'type':'measurement','model':'measurements-disagree/sound','benchmark':'fix-rate','raw':60,'source':'https://u.example','harness':'other'}");
        line(
                "{'type':'measurement','model':'measurements-disagree/sound','benchmark':'fix-rate','raw':60,'source':'https://t.example','date':'2000'}");
        measurement("measured-before-release/broken", "fix-rate", "20", "'date':'2022-05'");
        measurement("measured-before-release/sound", "fix-rate", "20", "'date':'2022-06'");
    }

    private static final String SOURCES = "'sources':[{'facts':['name'],'source':'https://s.example'}]";

    private final TreeSet<String> vendors = new TreeSet<>(UNNAMED);

    /** A model with nothing wrong about it but what is said. */
    private void model(String id, String more) {
        String vendor = id.substring(0, id.indexOf('/'));
        if (vendors.add(vendor)) {
            line("{'type':'vendor','id':'%s','name':'The %s'}".formatted(vendor, vendor));
        }
        String slug = id.substring(id.indexOf('/') + 1);
        line("{'type':'model','id':'%s','name':'%s','contextWindowStatus':'not_disclosed',%s%s}"
                .formatted(id, slug.substring(0, 1).toUpperCase(Locale.ROOT) + slug.substring(1), SOURCES, also(more)));
    }

    private void measurement(String model, String benchmark, String raw, String more) {
        line("{'type':'measurement','model':'%s','benchmark':'%s','raw':%s,'source':'https://s.example'%s}"
                .formatted(model, benchmark, raw, also(more)));
    }

    /** The id is the model's, with more behind the model where it has several. */
    private void offering(String id, String more) {
        line("{'type':'offering','provider':'host','id':'%s','model':'%s'%s}"
                .formatted(id, id.replaceFirst("/(broken|sound)-\\w+$", "/$1"), also(more)));
    }

    private void card(String model, String... claims) {
        line("{'type':'card','model':'%s','coreCapabilities':[%s]}".formatted(model, String.join(",", claims)));
    }

    private static String claim(String capability, String raw) {
        return "{'id':'can','label':{'en':'Can'},'description':{'en':'Can.'},'requires':{'capability':'%s','raw':%s}}"
                .formatted(capability, raw);
    }

    private static String also(String more) {
        return more.isEmpty() ? "" : "," + more;
    }

    private void line(String line) {
        lines.add(line.replace('\'', '"'));
    }
}
