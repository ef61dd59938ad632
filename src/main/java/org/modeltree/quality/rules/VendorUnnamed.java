package org.modeltree.quality.rules;

import jakarta.inject.Singleton;

/** A vendor is called by its id. */
@Singleton
class VendorUnnamed extends Rule {

    VendorUnnamed() {
        super(
                "vendor_unnamed",
                Severity.INFO,
                "No line names the vendor, so it is called by its id; one finding for all of its "
                        + "models, at the first of them.",
                """
                select min(m.id) as model, 'vendor.name' as fact,
                       json_build_object('vendor', v.id, 'models', count(*)) as grounds
                from scope m
                join vendor v on v.id = m.vendor_id
                where v.name = v.id and v.url is null
                group by v.id
                """);
    }

    @Override
    public String detail(Evidence grounds) {
        return "The vendor of " + grounds.count("models", "model", "models") + " is known only by its id, "
                + grounds.text("vendor") + ".";
    }
}
